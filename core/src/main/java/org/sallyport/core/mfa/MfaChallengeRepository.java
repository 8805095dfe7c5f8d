package org.sallyport.core.mfa;

import java.time.Instant;
import java.util.Optional;

/** Challenges that wait for an answer, by the SHA-256 of what was sent. Joins the caller's transaction. */
public interface MfaChallengeRepository {
    /** What the answer may be used for. */
    enum Purpose {
        /** Second factor of a login whose password was right. */
        LOGIN,
        /** Login by a passkey alone. */
        PASSWORDLESS,
        /** A device being added. */
        REGISTRATION,
        /** Showing a device again, for a change of one's own account or as an administrator. */
        CONFIRMATION
    }

    /**
     * @param user empty for PASSWORDLESS
     * @param session digest of the login session's token that it is bound to; empty before a login
     * @param sealed what must be remembered until the answer, such as a secret; may be empty
     */
    record Challenge(String hash, Purpose purpose, String user, String session, byte[] sealed, Instant expires) {}

    void insert(Challenge challenge);

    Optional<Challenge> find(String hash);

    /** @return false when it was gone already: of two racing answers one counts */
    boolean consume(String hash);

    void deleteOfUser(String user);

    int deleteExpired(Instant now);
}
