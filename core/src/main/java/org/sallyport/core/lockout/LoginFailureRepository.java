package org.sallyport.core.lockout;

import java.time.Instant;
import java.util.Optional;

/**
 * Failed logins by the name that was tried, whether or not there is such a user: what is counted must not tell. Joins
 * the caller's transaction.
 */
public interface LoginFailureRepository {
    /**
     * @param count since the last success
     * @param last when the newest of them was
     * @param lockedUntil empty when not locked out
     */
    record Failures(String user, int count, Instant last, Optional<Instant> lockedUntil) {}

    Optional<Failures> find(String user);

    /** With a write lock until the transaction ends, so that no failure is lost. */
    Optional<Failures> findForUpdate(String user);

    /** @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS; the transaction can only be rolled back then */
    void insert(Failures failures);

    /** Replaces what is there. */
    void save(Failures failures);

    /** @return false when there was nothing */
    boolean delete(String user);

    /** Those whose last failure and lock are both over by then. */
    int deleteBefore(Instant then);
}
