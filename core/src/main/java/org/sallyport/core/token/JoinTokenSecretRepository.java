package org.sallyport.core.token;

import java.util.Optional;

/** The secret half of join tokens. Joins the caller's transaction. */
public interface JoinTokenSecretRepository {
    /** @param secretHash hex SHA-256 of the secret (which has 160 random bits, so no salt is needed) */
    record TokenSecret(String token, String secretHash, int uses) {}

    void insert(TokenSecret secret);

    Optional<TokenSecret> find(String token);

    /** Counts one use atomically. @return false when {@code maxUses} are spent */
    boolean tryUse(String token, Optional<Integer> maxUses);

    void delete(String token);
}
