package org.sallyport.core.lock;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * That somebody is shut out.
 *
 * @param lock name of the lock; empty when it is for want of a current view of them
 * @param reason for the person: cause and remedy on one line, without the lock's name, which only administrators see
 */
public record LockVerdict(Optional<String> lock, String reason) {
    private static final String DETAILS = "lock=";

    public LockVerdict {
        requireNonNull(lock, "lock");
        requireNonNull(reason, "reason");
    }

    /** @param layer who refuses, as the person is told */
    public SallyportException refusal(String layer) {
        String text = layer + ": " + reason;
        return lock.map(name -> new SallyportException(ErrorCode.LOCKED, text, DETAILS + name))
                .orElseGet(() -> new SallyportException(ErrorCode.STORE_UNAVAILABLE, text, "locks are stale"));
    }

    /** The lock's name, for the audit event of a refusal; empty when it was refused for something else. */
    public static Optional<String> lockOf(SallyportException refusal) {
        return refusal.code() == ErrorCode.LOCKED && refusal.details().startsWith(DETAILS)
                ? Optional.of(refusal.details().substring(DETAILS.length()))
                : Optional.empty();
    }
}
