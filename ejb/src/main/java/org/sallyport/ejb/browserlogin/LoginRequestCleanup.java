package org.sallyport.ejb.browserlogin;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.core.browserlogin.LoginRequestRepository;
import org.sallyport.core.sso.SsoTestRepository;
import org.sallyport.core.sso.UsedAssertionRepository;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;

/** Removes requests, tests and used assertions that have expired; they are refused and invisible anyway. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LoginRequestCleanup {
    private final LoginRequestRepository requests;
    private final SsoTestRepository tests;
    private final UsedAssertionRepository assertions;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container. */
    public LoginRequestCleanup() {
        this(null, null, null, null, null);
    }

    @Inject
    public LoginRequestCleanup(
            LoginRequestRepository requests,
            SsoTestRepository tests,
            UsedAssertionRepository assertions,
            Transactions transactions,
            Clock clock) {
        this.requests = requests;
        this.tests = tests;
        this.assertions = assertions;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Schedule(hour = "*", minute = "*", second = "40", persistent = false)
    void run() {
        try {
            transactions.separate(() -> requests.deleteExpired(clock.instant())
                    + tests.deleteExpired(clock.instant())
                    + assertions.deleteExpired(clock.instant()));
        } catch (RuntimeException unreachable) {
            // the next minute tries again; that the store is away is told by who follows it
            ServerLog.LOG.debugf(unreachable, "clean-up of login requests put off");
        }
    }
}
