package org.sallyport.core.user;

import java.time.Instant;
import java.util.Optional;

/** Passwords and second factors of local users. Joins the caller's transaction. */
public interface CredentialRepository {
    /**
     * @param passwordHash self-describing (algorithm, parameters, salt, digest)
     * @param sealedTotpSecret under context {@code totp:<user>}
     * @param lastTotpStep highest time step used: a code counts once
     * @param failures since the last success
     * @param lockedUntil empty when not locked out
     */
    record Credential(
            String user,
            String passwordHash,
            byte[] sealedTotpSecret,
            long lastTotpStep,
            int failures,
            Optional<Instant> lockedUntil) {}

    /** With a write lock until the transaction ends, so that two logins cannot use one TOTP code. */
    Optional<Credential> findForUpdate(String user);

    void save(Credential credential);

    void delete(String user);
}
