package org.sallyport.core.mfa;

import java.util.List;

/** Digests of one-time recovery codes. Joins the caller's transaction. */
public interface RecoveryCodeRepository {
    /** The user's earlier codes are void. */
    void replace(String user, List<String> hashes);

    /** @return false when the user has no such code, or no longer */
    boolean consume(String user, String hash);

    int count(String user);

    void deleteOfUser(String user);
}
