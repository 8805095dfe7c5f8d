package org.sallyport.core.login;

import java.time.Instant;
import java.util.Optional;

/** Login sessions by the SHA-256 of their bearer token. Joins the caller's transaction. */
public interface LoginSessionRepository {
    record LoginSession(String tokenHash, String user, String address, Instant created, Instant expires) {}

    void insert(LoginSession session);

    Optional<LoginSession> find(String tokenHash, Instant now);

    void delete(String tokenHash);

    /** @return how many sessions of this user were ended */
    int deleteOfUser(String user);

    int deleteExpired(Instant now);
}
