package org.sallyport.ejb.audit;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Removes audit events that are older than the cluster's configuration keeps them. That they go, and up to which time, is
 * durable before the first one goes: an event that is not there and not covered by such a record was removed by somebody
 * else. The record of an earlier round may go with the rest, the newer one covers all it covered.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditRetention {
    /** Rows of one transaction: short enough that writers and followers do not notice. */
    static final int BATCH = 2_000;

    private final AuditRepository repository;
    private final AuditWriter writer;
    private final Directory directory;
    private final Transactions transactions;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();

    /** For the container. */
    public AuditRetention() {
        this(null, null, null, null, null);
    }

    @Inject
    public AuditRetention(
            AuditRepository repository,
            AuditWriter writer,
            Directory directory,
            Transactions transactions,
            Clock clock) {
        this.repository = repository;
        this.writer = writer;
        this.directory = directory;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Schedule(hour = "*", minute = "7", second = "30", persistent = false)
    void run() {
        if (!running.tryLock()) {
            return;
        }
        try {
            directory.clusterConfig().auditPolicy().retention().ifPresent(this::removeOlderThan);
        } catch (RuntimeException failure) {
            ServerLog.LOG.auditRetentionPutOff(failure.getMessage());
        } finally {
            running.unlock();
        }
    }

    private void removeOlderThan(Duration retention) {
        // whole minutes: the bound is read by people, too
        Instant before = clock.instant().minus(retention).truncatedTo(ChronoUnit.MINUTES);
        if (!transactions.separate(() -> recorded(before))) {
            return;
        }
        long removed = 0;
        int last;
        do {
            last = transactions.separate(() -> repository.removeBefore(before, BATCH));
            removed += last;
        } while (last == BATCH);
        ServerLog.LOG.auditRetained(removed, before);
    }

    private boolean recorded(Instant before) {
        long old = repository.countBefore(before);
        if (old > 0) {
            writer.record(AuditEvent.of(AuditEventType.AUDIT_RETAINED)
                    .user("system")
                    .resource("cluster_config", "cluster")
                    .message("retention removes " + old + " events from before " + before)
                    .field("before", before)
                    .field("removed", old)
                    .at(clock.instant()));
        }
        return old > 0;
    }
}
