package org.sallyport.ejb.lockout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthenticationPolicy;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.core.lockout.LoginFailureRepository.Failures;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Counts wrong passwords, one-time codes and recovery codes by the name that was tried, and locks it after some in a
 * row. A name that nobody has is counted and locked like any other, so the answers do not tell who is here.
 */
@ApplicationScoped
public class Lockouts {
    private final LoginFailureRepository failures;
    private final Directory directory;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected Lockouts() {
        this(null, null, null, null, null);
    }

    @Inject
    public Lockouts(
            LoginFailureRepository failures,
            Directory directory,
            AuditWriter audit,
            Transactions transactions,
            Clock clock) {
        this.failures = failures;
        this.directory = directory;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Within the caller's transaction. */
    public Optional<Instant> lockedUntil(String user) {
        return failures.find(user).flatMap(Failures::lockedUntil).filter(clock.instant()::isBefore);
    }

    /** Within the caller's transaction, which commits. */
    public void failed(Caller caller, String user) {
        AuthenticationPolicy policy = directory.clusterConfig().authenticationPolicy();
        Instant now = clock.instant();
        Failures old = held(user, now);
        boolean stale = old.last().plus(policy.lockout()).isBefore(now);
        int count = stale ? 1 : old.count() + 1;
        if (count < policy.failuresToLock()) {
            failures.save(new Failures(user, count, now, Optional.empty()));
            return;
        }
        Instant until = now.plus(policy.lockout()).truncatedTo(ChronoUnit.SECONDS);
        failures.save(new Failures(user, 0, now, Optional.of(until)));
        audit.record(AuditEvent.of(AuditEventType.USER_LOCKED_OUT)
                .user(user)
                .address(caller.address())
                .resource("user", user)
                .message("'" + user + "' is locked out after " + count + " failures, until " + until)
                .field("failures", count)
                .field("until", until)
                .at(now));
    }

    /** Within the caller's transaction. @return false when nothing was counted */
    public boolean forget(String user) {
        return failures.delete(user);
    }

    public static SallyportException refusal(Instant until) {
        return new SallyportException(
                ErrorCode.ACCOUNT_LOCKED_OUT,
                "Auth Service: locked out after too many failed attempts, until " + until + "; wait, sign in with a"
                        + " passkey, or ask an administrator to run 'sallyport admin users unlock NAME'");
    }

    /** The row under its lock. The first one of a name is made in a transaction of its own: two may race for it. */
    private Failures held(String user, Instant now) {
        return failures.findForUpdate(user).orElseGet(() -> {
            try {
                transactions.separate(() -> {
                    failures.insert(new Failures(user, 0, now, Optional.empty()));
                    return user;
                });
            } catch (SallyportException taken) {
                if (taken.code() != ErrorCode.ALREADY_EXISTS) {
                    throw taken;
                }
            }
            return failures.findForUpdate(user).orElseThrow();
        });
    }
}
