package org.sallyport.core.mfa;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.rest.MfaKind;

/**
 * A user's second factor.
 *
 * @param id a UUID, for ever the same
 * @param name the person's own word for it, unique among the person's devices
 */
public record MfaDevice(String id, String user, String name, Instant added, Optional<Instant> lastUsed, Proof proof) {
    public MfaDevice {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(name, "name");
        requireNonNull(added, "added");
        requireNonNull(lastUsed, "lastUsed");
        requireNonNull(proof, "proof");
    }

    /** What it proves itself with. */
    public sealed interface Proof {
        MfaKind kind();
    }

    /**
     * @param sealedSecret under context {@code totp:<user>}
     * @param lastStep highest time step used: a code counts once
     */
    public record Totp(byte[] sealedSecret, long lastStep) implements Proof {
        @Override
        public MfaKind kind() {
            return MfaKind.TOTP;
        }
    }

    /**
     * @param credentialId base64url, unique in the cluster
     * @param credentialData id and public key as the authenticator gave them (W3C Web Authentication section 6.5.1)
     * @param rpId host of the cluster's public address when it was registered: it works for no other
     * @param counter of signatures, 0 for keys that do not count
     * @param passwordless whether it can log in by itself: discoverable, and checks its person
     * @param transports hints for the browser
     */
    public record WebAuthn(
            String credentialId,
            byte[] credentialData,
            String rpId,
            long counter,
            boolean passwordless,
            List<String> transports)
            implements Proof {
        public WebAuthn {
            transports = List.copyOf(transports);
        }

        @Override
        public MfaKind kind() {
            return MfaKind.WEBAUTHN;
        }

        public WebAuthn counted(long newCounter) {
            return new WebAuthn(credentialId, credentialData, rpId, newCounter, passwordless, transports);
        }
    }

    public MfaDevice used(Proof after, Instant now) {
        return new MfaDevice(id, user, name, added, Optional.of(now), after);
    }
}
