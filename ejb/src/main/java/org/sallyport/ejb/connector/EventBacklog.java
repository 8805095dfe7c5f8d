package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.log.ServerLog;

/**
 * Events of what has happened anyway and cannot be undone by failing: a tunnel came or went, a login was refused. When
 * the store is away they wait here, in order, so that tunnels live on. What lets somebody in is never written this way.
 */
@ApplicationScoped
public class EventBacklog {
    static final int CAPACITY = 10_000;

    private final AuditWriter audit;
    private final Deque<AuditEvent> waiting = new ArrayDeque<>();

    /** For the container's proxy. */
    protected EventBacklog() {
        this(null);
    }

    @Inject
    public EventBacklog(AuditWriter audit) {
        this.audit = audit;
    }

    void recordOrKeep(AuditEvent event) {
        try {
            audit.recordNow(event);
        } catch (RuntimeException unreachable) {
            keep(event, unreachable);
        }
    }

    /** Stores what waits; stops at the first failure. */
    public void store() {
        for (AuditEvent event = first(); event != null; event = first()) {
            audit.recordNow(event);
            remove(event);
        }
    }

    private synchronized void keep(AuditEvent event, RuntimeException cause) {
        if (waiting.size() >= CAPACITY) {
            waiting.removeFirst();
        }
        waiting.addLast(event);
        // 1, 2, 4, 8 ...: refusals can be many, and the store's absence is told elsewhere
        if (Integer.bitCount(waiting.size()) == 1) {
            ServerLog.LOG.auditWaiting(waiting.size(), String.valueOf(cause.getMessage()));
        }
    }

    private synchronized AuditEvent first() {
        return waiting.peekFirst();
    }

    private synchronized void remove(AuditEvent event) {
        if (event.equals(waiting.peekFirst())) {
            waiting.removeFirst();
        }
    }
}
