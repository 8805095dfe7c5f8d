package org.sallyport.ejb.lockout;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lockout.LockoutService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link LockoutService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(LockoutService.class)
@Interceptors(Translated.class)
public class LockoutServiceBean implements LockoutService {
    private static final String USER = "user";

    private final Authorizer authorizer;
    private final Lockouts lockouts;
    private final Directory directory;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container. */
    public LockoutServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public LockoutServiceBean(
            Authorizer authorizer,
            Lockouts lockouts,
            Directory directory,
            AuditWriter audit,
            Transactions transactions,
            Clock clock) {
        this.authorizer = authorizer;
        this.lockouts = lockouts;
        this.directory = directory;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void unlock(Caller caller, String user) {
        authorizer.require(caller, "update", USER, user);
        if (directory.user(user).isEmpty()) {
            throw Authorizer.notFound(USER, user);
        }
        transactions.required(() -> {
            boolean counted = lockouts.forget(user);
            audit.record(AuditEvent.of(AuditEventType.USER_UNLOCKED)
                    .user(caller.name())
                    .address(caller.address())
                    .resource(USER, user)
                    .message("failed logins of '" + user + "' forgotten, a lock-out is over")
                    .at(clock.instant()));
            return counted;
        });
    }
}
