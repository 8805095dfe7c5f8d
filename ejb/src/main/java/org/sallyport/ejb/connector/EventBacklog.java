package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
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
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final ReentrantLock storing = new ReentrantLock();

    /** For the container's proxy. */
    protected EventBacklog() {
        this(null);
    }

    @Inject
    public EventBacklog(AuditWriter audit) {
        this.audit = audit;
    }

    /**
     * Returns when the event is stored, or kept. Those that come at the same time, as when thousands of agents are back
     * after a restart, are stored together: the first to get here stores for all who wait behind it.
     */
    void recordOrKeep(AuditEvent event) {
        Arrival mine = new Arrival(event);
        arrivals.add(mine);
        storing.lock();
        try {
            if (!mine.done) {
                storeArrivals();
            }
        } finally {
            storing.unlock();
        }
    }

    private void storeArrivals() {
        List<Arrival> batch = new ArrayList<>();
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            batch.add(next);
        }
        try {
            audit.recordNow(batch.stream().map(arrival -> arrival.event).toList());
        } catch (RuntimeException failure) {
            boolean away = failure instanceof SallyportException known && known.type() == ErrorType.UNAVAILABLE;
            // else one of them is at fault
            batch.forEach(away ? arrival -> keep(arrival.event, failure) : arrival -> recordAlone(arrival.event));
        }
        batch.forEach(arrival -> arrival.done = true);
    }

    private void recordAlone(AuditEvent event) {
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

    /** Events that wait to be stored with others. */
    int arriving() {
        return arrivals.size();
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

    private static final class Arrival {
        private final AuditEvent event;
        /** Under the lock of those who store. */
        private boolean done;

        Arrival(AuditEvent event) {
            this.event = event;
        }
    }
}
