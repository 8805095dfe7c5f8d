package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.core.lock.LockView;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.Dismissal;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.SessionMessages;

/** Holds live connections to the locks again whenever those change, and when what is known of them has become too old. */
final class LiveSessions implements SessionListener, AutoCloseable {
    private static final long LOOK_SECONDS = 5;

    private final NodeAccess access;
    private final Executor threads;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean due = new AtomicBoolean();

    private final Runnable deaf;
    private final Future<?> looks;

    private LiveSessions(NodeAccess access, Executor threads, ScheduledExecutorService timer) {
        this.access = requireNonNull(access, "access");
        this.threads = requireNonNull(threads, "threads");
        this.deaf = access.knowledge().whenChanged(this::look);
        this.looks = timer.scheduleWithFixedDelay(this::lookWhenOld, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Until the server is closed. */
    static void install(SshServer server, NodeAccess access, Executor threads, ScheduledExecutorService timer) {
        LiveSessions live = new LiveSessions(access, threads, timer);
        server.addSessionListener(live);
        server.addCloseFutureListener(closed -> live.close());
    }

    @Override
    public void close() {
        deaf.run();
        looks.cancel(false);
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated && session.getAttribute(Connection.KEY) != null) {
            sessions.add(session);
            if (!session.isOpen()) {
                sessions.remove(session);
            }
            // a lock may have come after the login was decided and before the connection was in the book
            look();
        }
    }

    @Override
    public void sessionClosed(Session session) {
        sessions.remove(session);
    }

    private void lookWhenOld() {
        if (new LockView(List.of(), access.knowledge().age()).stale()) {
            look();
        }
    }

    private void look() {
        if (!sessions.isEmpty() && due.compareAndSet(false, true)) {
            try {
                threads.execute(() -> {
                    due.set(false);
                    sessions.forEach(this::holdApart);
                });
            } catch (RejectedExecutionException e) {
                SessionMessages.LOG.debugf(e, "the service is stopping");
            }
        }
    }

    /** One that cannot be held to them does not keep the others from it. */
    private void holdApart(Session session) {
        try {
            hold(session);
        } catch (SallyportException e) {
            SessionMessages.LOG.debugf(e, "a connection's lock could not be told of");
            session.close(true);
        }
    }

    private void hold(Session session) {
        Connection connection = Connection.of(session);
        access.locked(connection.admission().identity(), connection.admission().login())
                .ifPresent(verdict -> end(session, connection, verdict));
    }

    private void end(Session session, Connection connection, LockVerdict verdict) {
        connection.lockedOut(verdict).ifPresent(line -> {
            SessionMessages.LOG.endedByLock(connection.id().toString(), line);
            Dismissal.of(session, line);
        });
    }
}
