package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.WebAuthnAssertion;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.WebAuthnSite;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.webauthn.KeyUse;
import org.sallyport.ejb.webauthn.WebAuthnVerifier;

/** Signatures of security keys and passkeys. Within the caller's transaction, which commits whatever the answer. */
@ApplicationScoped
public class KeyFactor {
    private final MfaDeviceRepository devices;
    private final Challenges challenges;
    private final WebAuthnVerifier verifier;
    private final KeySite site;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected KeyFactor() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public KeyFactor(
            MfaDeviceRepository devices,
            Challenges challenges,
            WebAuthnVerifier verifier,
            KeySite site,
            AuditWriter audit,
            Clock clock) {
        this.devices = devices;
        this.challenges = challenges;
        this.verifier = verifier;
        this.site = site;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whose key it says it is; nothing is proved by that. */
    Optional<String> owner(WebAuthnAssertion shown) {
        return Optional.ofNullable(shown.credentialId())
                .flatMap(devices::findByCredentialId)
                .map(MfaDevice::user);
    }

    /** @param user whose key it must be; for a passkey the owner as found before, under whose lock this runs */
    Shown verify(String user, boolean known, Challenges.Bond bond, WebAuthnAssertion shown, boolean counts) {
        Optional<String> challenge = verifier.challengeOf(shown.clientData())
                .filter(signed -> challenges.take(bond, signed).isPresent());
        if (challenge.isEmpty()) {
            return Shown.Wrong.of("challenge_over");
        }
        Optional<MfaDevice> device = Optional.ofNullable(shown.credentialId())
                .flatMap(devices::findByCredentialId)
                .filter(found -> known && found.user().equals(user));
        if (device.isEmpty() || !(device.get().proof() instanceof MfaDevice.WebAuthn key)) {
            return Shown.Wrong.of("unknown_key");
        }
        boolean passkey = bond.purpose() == Purpose.PASSWORDLESS;
        if (passkey && (!key.passwordless() || !site.userHandle(user).equals(shown.userHandle()))) {
            return Shown.Wrong.of("no_passkey");
        }
        Optional<WebAuthnSite> here = site.current().filter(now -> now.rpId().equals(key.rpId()));
        if (here.isEmpty()) {
            return new Shown.Wrong(
                    "other_host", Optional.of(site.otherHost(device.get().name(), key.rpId())));
        }
        return switch (verifier.verify(shown, key, here.get(), challenge.get(), passkey)) {
            case KeyUse.Right right -> {
                if (counts) {
                    devices.update(device.get().used(key.counted(right.counter()), clock.instant()));
                }
                yield new Shown.Right(
                        user,
                        passkey ? "passkey" : "webauthn",
                        device.get().id(),
                        device.get().name());
            }
            case KeyUse.Cloned cloned -> cloned(device.get());
            case KeyUse.Wrong wrong -> Shown.Wrong.of(wrong.reason());
        };
    }

    private Shown cloned(MfaDevice device) {
        SallyportException refusal = new SallyportException(
                ErrorCode.BAD_CREDENTIALS,
                "Auth Service: security key '" + device.name() + "' was refused: its counter went back, as that of a"
                        + " copied key does; sign in with another device, remove this key and tell an administrator");
        audit.record(AuditEvent.of(AuditEventType.MFA_DEVICE_CLONED)
                .user(device.user())
                .resource("mfa_device", device.id())
                .message(refusal.userMessage())
                .field("device", device.name())
                .at(clock.instant()));
        return new Shown.Wrong("counter_went_back", Optional.of(refusal));
    }
}
