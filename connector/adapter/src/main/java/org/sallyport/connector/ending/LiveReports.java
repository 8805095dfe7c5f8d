package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.sallyport.api.session.LiveSession;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.session.live.SessionBook;

/** Tells the Auth Service of one node's sessions here: soon after each change, and again before it forgets them. */
final class LiveReports {
    /** However often sessions change. */
    private static final Duration SOON = Duration.ofMillis(200);
    /** Entries live for three. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final ProxySessions sessions;
    private final String hostId;
    private final SessionBook book;
    private final Executor blocking;
    private final BiConsumer<Runnable, Duration> later;
    private final ReentrantLock telling = new ReentrantLock();
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean repeating = new AtomicBoolean();
    private volatile boolean over;
    private boolean none = true;

    LiveReports(
            ProxySessions sessions,
            String hostId,
            SessionBook book,
            Executor blocking,
            BiConsumer<Runnable, Duration> later) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.hostId = requireNonNull(hostId, "hostId");
        this.book = requireNonNull(book, "book");
        this.blocking = requireNonNull(blocking, "blocking");
        this.later = requireNonNull(later, "later");
        book.whenChanged(this::soon);
    }

    private void soon() {
        if (!over && due.compareAndSet(false, true)) {
            later.accept(this::run, SOON);
        }
    }

    private void run() {
        try {
            blocking.execute(this::report);
        } catch (RejectedExecutionException e) {
            ConnectorLog.LOG.debugf(e, "the connector is stopping");
        }
    }

    /** One after another: the Auth Service keeps the last one that comes. */
    private void report() {
        telling.lock();
        try {
            if (!over) {
                due.set(false);
                tell();
            }
        } finally {
            telling.unlock();
        }
    }

    private void tell() {
        List<LiveSession> live = book.live();
        List<LiveSession> told =
                live.reversed().stream().limit(LiveReport.MOST_SESSIONS).toList();
        boolean failed = false;
        none = false;
        try {
            for (SessionEnd end : sessions.liveSessions(hostId, new LiveReport(told, live.size() - told.size()))) {
                book.end(end.sessionId(), end.by(), end.why());
            }
            none = live.isEmpty();
        } catch (RuntimeException e) {
            failed = true;
            ConnectorLog.LOG.debugf(e, "the live sessions at %s could not be told of", hostId);
        }
        if ((failed || !live.isEmpty()) && repeating.compareAndSet(false, true)) {
            later.accept(
                    () -> {
                        repeating.set(false);
                        soon();
                    },
                    AGAIN);
        }
    }

    /** Whether there are no sessions, and the Auth Service knows. */
    boolean quiet() {
        if (due.get() || !telling.tryLock()) {
            return false;
        }
        try {
            return none && !due.get() && book.live().isEmpty();
        } finally {
            telling.unlock();
        }
    }

    /** Tells no more; somebody else may tell of this node from now on. */
    void cease() {
        over = true;
    }

    /** The last word: there are none any more, unless the Auth Service knows. */
    void end() {
        over = true;
        telling.lock();
        try {
            if (!none) {
                var unused = sessions.liveSessions(hostId, new LiveReport(List.of(), 0));
            }
        } catch (RuntimeException e) {
            ConnectorLog.LOG.debugf(e, "the end of the sessions at %s could not be told of", hostId);
        } finally {
            telling.unlock();
        }
    }
}
