package org.sallyport.core.browserlogin;

import java.time.Instant;
import java.util.Optional;

/** Logins that wait for a person's browser; secrets as SHA-256 only. Joins the caller's transaction. */
public interface LoginRequestRepository {
    enum Status {
        PENDING,
        APPROVED,
        DENIED
    }

    /**
     * @param id random, in the page's URL; who has it and a login can approve, as himself
     * @param secretHash of the device code, or of the code that the redirect brought; unique
     * @param userCodeHash unique; empty with a redirect
     * @param approver digest of the approving session's token; empty until approved
     */
    record LoginRequestRow(
            String id,
            String secretHash,
            Optional<String> userCodeHash,
            String challenge,
            String redirectUri,
            String state,
            String client,
            String address,
            String sshPublicKey,
            String tlsPublicKey,
            String ttl,
            Status status,
            Optional<String> approver,
            Instant created,
            Instant expires) {}

    /** @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS for a user code that is in use */
    void insert(LoginRequestRow request);

    Optional<LoginRequestRow> find(String id, Instant now);

    Optional<LoginRequestRow> findByUserCode(String userCodeHash, Instant now);

    Optional<LoginRequestRow> findBySecret(String secretHash, Instant now);

    /** @return false when it is not pending: of two decisions the first counts */
    boolean approve(String id, String approver, String secretHash, Instant expires);

    /** @return false when it is not pending */
    boolean deny(String id);

    /** Notes a question. @return false when the last one was noted after {@code earliest} */
    boolean asked(String id, Instant now, Instant earliest);

    /** @return false when it was gone already: of two redemptions one wins */
    boolean consume(String id);

    long count();

    int deleteExpired(Instant now);
}
