package org.sallyport.ejb.cleanup;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.feed.ResourceFeed;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.resource.ResourceWriter;
import org.sallyport.ejb.transaction.Transactions;

/** Removes what has expired. Nothing depends on it being on time: what has expired is refused and invisible anyway. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Cleanup {
    static final int BATCH = 500;
    private static final Caller.System CALLER = new Caller.System("cleanup");

    private final ResourceWriter resources;
    private final ExpiredLogins logins;
    private final ResourceFeed feed;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container. */
    public Cleanup() {
        this(null, null, null, null, null);
    }

    @Inject
    public Cleanup(
            ResourceWriter resources, ExpiredLogins logins, ResourceFeed feed, Transactions transactions, Clock clock) {
        this.resources = resources;
        this.logins = logins;
        this.feed = feed;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Schedule(hour = "*", minute = "*", second = "20", persistent = false)
    void run() {
        try {
            int gone = transactions.separate(() -> resources.removeExpired(CALLER, BATCH));
            int oldInvites = transactions.separate(() -> logins.removeInvites(clock.instant()));
            int oldSessions = transactions.separate(() -> logins.removeSessions(clock.instant()));
            transactions.separate(() -> logins.removeChallengesAndFailures(clock.instant()));
            if (gone > 0) {
                feed.catchUp();
            }
            if (gone + oldInvites + oldSessions > 0) {
                ServerLog.LOG.cleanedUp(gone, oldInvites, oldSessions);
            }
        } catch (RuntimeException unreachable) {
            // The next minute tries again; that the store is away is told by who follows it.
            ServerLog.LOG.debugf(unreachable, "clean-up put off");
        }
    }
}
