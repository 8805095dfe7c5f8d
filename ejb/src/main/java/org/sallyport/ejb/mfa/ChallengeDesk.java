package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.WebAuthnRequest;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.core.mfa.WebAuthnSite;

/** Tells how a person may answer, and opens the challenge for a security key. Within the caller's transaction. */
@ApplicationScoped
public class ChallengeDesk {
    private static final byte[] NOTHING = {};

    private final MfaDeviceRepository devices;
    private final RecoveryCodeRepository codes;
    private final Challenges challenges;
    private final KeySite site;

    /** For the container's proxy. */
    protected ChallengeDesk() {
        this(null, null, null, null);
    }

    @Inject
    public ChallengeDesk(
            MfaDeviceRepository devices, RecoveryCodeRepository codes, Challenges challenges, KeySite site) {
        this.devices = devices;
        this.codes = codes;
        this.challenges = challenges;
        this.site = site;
    }

    public MfaChallenge passkey() {
        WebAuthnSite here = site.require();
        WebAuthnRequest request = new WebAuthnRequest(
                challenges.open(Challenges.Bond.passkey(), NOTHING),
                here.rpId(),
                List.of(),
                true,
                Challenges.LIFE.toMillis());
        return new MfaChallenge(List.of(MfaKind.WEBAUTHN), false, request, "");
    }

    public MfaChallenge of(Challenges.Bond bond) {
        List<WebAuthnRequest.Credential> keys = new ArrayList<>();
        List<MfaKind> kinds = new ArrayList<>();
        Optional<SallyportException> elsewhere = Optional.empty();
        for (MfaDevice device : devices.ofUser(bond.user())) {
            switch (device.proof()) {
                case MfaDevice.Totp totp -> kinds.add(MfaKind.TOTP);
                case MfaDevice.WebAuthn key -> {
                    if (site.usable(device)) {
                        kinds.add(MfaKind.WEBAUTHN);
                        keys.add(new WebAuthnRequest.Credential(key.credentialId(), key.transports()));
                    } else {
                        elsewhere = Optional.of(site.otherHost(device.name(), key.rpId()));
                    }
                }
            }
        }
        return new MfaChallenge(
                kinds.stream().distinct().sorted().toList(),
                codes.count(bond.user()) > 0,
                keys.isEmpty() ? null : request(bond, keys),
                elsewhere.map(SallyportException::userMessage).orElse(""));
    }

    private WebAuthnRequest request(Challenges.Bond bond, List<WebAuthnRequest.Credential> keys) {
        return new WebAuthnRequest(
                challenges.open(bond, NOTHING), site.require().rpId(), keys, false, Challenges.LIFE.toMillis());
    }
}
