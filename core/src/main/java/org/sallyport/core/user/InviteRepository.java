package org.sallyport.core.user;

import java.time.Instant;
import java.util.Optional;

/** One-time invites; the link's secret is stored as SHA-256 only. Joins the caller's transaction. */
public interface InviteRepository {
    /** @param sealedTotpSecret under context {@code invite:<user>}: the secret shown on the invite page */
    record Invite(String secretHash, String user, byte[] sealedTotpSecret, Instant expires) {}

    /** Replaces any earlier invite of the same user. */
    void save(Invite invite);

    Optional<Invite> findBySecretHash(String secretHash);

    /** @return false when it was gone already: of two racing acceptances one wins */
    boolean consume(String secretHash);

    /** Without one it does nothing. */
    void deleteOfUser(String user);

    int deleteExpired(Instant now);
}
