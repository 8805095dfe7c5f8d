package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.WebAuthnAttestation;
import org.sallyport.api.rest.WebAuthnCreation;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.WebAuthnSite;
import org.sallyport.ejb.webauthn.KeyMaking;
import org.sallyport.ejb.webauthn.WebAuthnVerifier;

/** A device on its way in: what it must prove waits as a challenge. Within the caller's transaction. */
@ApplicationScoped
public class RegistrationDesk {
    /** First byte of what waits; after {@code APP} comes the sealed secret. */
    private static final byte APP = 0;

    private static final byte KEY = 1;
    private static final byte PASSKEY = 2;

    private final Challenges challenges;
    private final MfaDeviceRepository devices;
    private final WebAuthnVerifier verifier;
    private final KeySite site;
    private final KeySealer sealer;
    private final Clock clock;

    /** For the container's proxy. */
    protected RegistrationDesk() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public RegistrationDesk(
            Challenges challenges,
            MfaDeviceRepository devices,
            WebAuthnVerifier verifier,
            KeySite site,
            KeySealer sealer,
            Clock clock) {
        this.challenges = challenges;
        this.devices = devices;
        this.verifier = verifier;
        this.site = site;
        this.sealer = sealer;
        this.clock = clock;
    }

    MfaRegistration begin(String user, String token, MfaRegistrationRequest request) {
        return switch (request.kind()) {
            case TOTP -> beginApp(user, token);
            case WEBAUTHN -> beginKey(user, token, request.passwordless(), registeredHere(user));
        };
    }

    private MfaRegistration beginApp(String user, String token) {
        byte[] secret = Totp.newSecret();
        byte[] sealed = sealer.seal(secret, TotpFactor.context(user));
        byte[] waiting =
                ByteBuffer.allocate(sealed.length + 1).put(APP).put(sealed).array();
        return new MfaRegistration(
                challenges.open(bond(user, token), waiting),
                clock.instant().plus(Challenges.LIFE),
                Totp.uri("Sallyport " + site.clusterName(), user, secret),
                Totp.base32(secret),
                null);
    }

    private List<String> registeredHere(String user) {
        WebAuthnSite here = site.require();
        return devices.ofUser(user).stream()
                .map(MfaDevice::proof)
                .filter(MfaDevice.WebAuthn.class::isInstance)
                .map(MfaDevice.WebAuthn.class::cast)
                .filter(key -> key.rpId().equals(here.rpId()))
                .map(MfaDevice.WebAuthn::credentialId)
                .toList();
    }

    /** Whether this cluster's address is one that security keys can be bound to. */
    public boolean keysUsable() {
        return site.current().isPresent();
    }

    /**
     * @param token what the registration is bound to: a login's token, or the secret of an invite
     * @param registered ids of keys that the browser is not to make again
     */
    public MfaRegistration beginKey(String user, String token, boolean passwordless, List<String> registered) {
        WebAuthnSite here = site.require();
        String challenge = challenges.open(bond(user, token), new byte[] {passwordless ? PASSKEY : KEY});
        WebAuthnCreation creation = new WebAuthnCreation(
                challenge,
                here.rpId(),
                "Sallyport " + site.clusterName(),
                site.userHandle(user),
                user,
                WebAuthnVerifier.ALGORITHMS,
                registered,
                passwordless,
                Challenges.LIFE.toMillis());
        return new MfaRegistration(challenge, clock.instant().plus(Challenges.LIFE), null, null, creation);
    }

    /** What waits under this registration; a security key's is over now, an app's when its code was right. */
    public Challenge waiting(String user, String token, MfaEnrolment enrolment) {
        String registration = enrolment.registration() == null ? "" : enrolment.registration();
        Optional<Challenge> found = challenges.look(bond(user, token), registration);
        if (found.isPresent() && found.get().sealed()[0] != APP) {
            found = challenges.take(bond(user, token), registration);
        }
        return found.orElseThrow(() -> new SallyportException(
                ErrorCode.NOT_FOUND,
                "Auth Service: there is no such registration: it was used or is older than five minutes; begin again"));
    }

    /** @throws SallyportException BAD_CREDENTIALS */
    public MfaDevice.Proof prove(String user, String token, Challenge waiting, MfaEnrolment enrolment) {
        byte[] kept = waiting.sealed();
        return switch (kept[0]) {
            case APP -> {
                byte[] sealed = java.util.Arrays.copyOfRange(kept, 1, kept.length);
                OptionalLong step = Totp.matchingStep(
                        sealer.open(sealed, TotpFactor.context(user)),
                        enrolment.totp() == null ? "" : enrolment.totp().strip(),
                        clock.instant(),
                        0);
                if (step.isEmpty()) {
                    throw new SallyportException(
                            ErrorCode.BAD_CREDENTIALS,
                            "Auth Service: the one-time code is wrong; enter the one that the new app shows now, and"
                                    + " check its clock");
                }
                challenges.take(bond(user, token), enrolment.registration());
                yield new MfaDevice.Totp(sealed, step.getAsLong());
            }
            default -> key(enrolment, kept[0] == PASSKEY);
        };
    }

    private MfaDevice.WebAuthn key(MfaEnrolment enrolment, boolean passwordless) {
        WebAuthnAttestation made =
                Optional.ofNullable(enrolment.webauthn()).orElseThrow(() -> notMade("nothing was sent"));
        return switch (verifier.register(made, site.require(), enrolment.registration(), passwordless)) {
            case KeyMaking.Made done -> done.key();
            case KeyMaking.Refused refused -> throw notMade(refused.reason());
        };
    }

    private static SallyportException notMade(String reason) {
        return new SallyportException(
                ErrorCode.BAD_CREDENTIALS,
                "Auth Service: what the security key sent does not fit (" + reason + "); open the console at the"
                        + " cluster's public address and begin again",
                reason);
    }

    private static Challenges.Bond bond(String user, String token) {
        return new Challenges.Bond(Purpose.REGISTRATION, user, token);
    }
}
