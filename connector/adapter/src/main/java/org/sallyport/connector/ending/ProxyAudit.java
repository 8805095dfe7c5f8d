package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.session.connection.AuditSink;

/**
 * Events of sessions that end here. What lets somebody in is stored or fails. What tells of an end or of a refusal must
 * not hold that up: while the store is away it waits here, in order, and is told when the store is back.
 */
final class ProxyAudit implements AuditSink, AutoCloseable {
    private static final int MOST = 10_000;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Set<String> LETS_IN = Set.of(
            AuditEventType.SESSION_START.wireName(),
            AuditEventType.SESSION_JOIN.wireName(),
            AuditEventType.SESSION_RESUME.wireName(),
            AuditEventType.EXEC.wireName(),
            AuditEventType.SFTP.wireName(),
            AuditEventType.PORT_FORWARD.wireName(),
            AuditEventType.AGENT_FORWARD.wireName());

    private final ProxySessions sessions;
    private final BiConsumer<Runnable, Duration> later;
    private final Executor blocking;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<AuditEvent> waiting = new ArrayDeque<>();
    private boolean scheduled;

    /** @param later runs a short task after a while */
    ProxyAudit(ProxySessions sessions, BiConsumer<Runnable, Duration> later, Executor blocking) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.later = requireNonNull(later, "later");
        this.blocking = requireNonNull(blocking, "blocking");
    }

    @Override
    public void emit(AuditEvent event) {
        try {
            sessions.emitAudit(List.of(event));
        } catch (SallyportException e) {
            if (LETS_IN.contains(event.event())) {
                throw e;
            }
            keep(event, e);
        }
    }

    private void keep(AuditEvent event, SallyportException why) {
        lock.lock();
        try {
            if (waiting.size() >= MOST) {
                ConnectorLog.LOG.reportFailed("audit event " + event.event(), why);
                return;
            }
            waiting.add(event);
            schedule();
        } finally {
            lock.unlock();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            later.accept(this::runLater, AGAIN);
        }
    }

    private void runLater() {
        try {
            blocking.execute(() -> flush(true));
        } catch (RejectedExecutionException e) {
            ConnectorLog.LOG.debugf(e, "the connector is stopping");
        }
    }

    private void flush(boolean again) {
        lock.lock();
        try {
            scheduled = false;
            while (!waiting.isEmpty()) {
                sessions.emitAudit(List.of(waiting.peek()));
                waiting.remove();
            }
        } catch (SallyportException e) {
            if (again) {
                schedule();
            } else {
                ConnectorLog.LOG.reportFailed(waiting.size() + " audit events", e);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits is tried a last time. */
    @Override
    public void close() {
        flush(false);
    }
}
