package org.sallyport.connector.lock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.identity.SshIdentity;

/**
 * Ends what lives at the proxy when it may not go on. Users' own connections at once, for SSH tells them why. Streams and
 * tunnels a moment later: agents hear of the lock by then and end their sessions with its message, which only they can put
 * into the encrypted streams; whoever does not is cut off here.
 */
public final class LiveLocks implements SessionListener {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** Longer than a login or a dial may take: one that was let in before a lock may only come to life after it. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /**
     * One thing that lives.
     *
     * @param taken takes it out of the book, so that it is ended once
     */
    private record Life(LiveUse use, String address, BooleanSupplier taken, Ending ending) {}

    private interface Ending {
        void accept(String reason) throws Exception;
    }

    private final ConnectorListener listener;
    private final Executor blocking;
    private final BiConsumer<Runnable, Duration> later;
    private final LongSupplier nanos;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final Map<Pipe, LiveUse.Stream> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean soon = new AtomicBoolean();
    private final AtomicBoolean afterGrace = new AtomicBoolean();
    private volatile long changed;
    private volatile AutoCloseable subscription = () -> {};

    /**
     * @param later runs a short task after a while
     * @param nanos a monotonic clock
     */
    public LiveLocks(
            ConnectorListener listener, Executor blocking, BiConsumer<Runnable, Duration> later, LongSupplier nanos) {
        this.listener = requireNonNull(listener, "listener");
        this.blocking = requireNonNull(blocking, "blocking");
        this.later = requireNonNull(later, "later");
        this.nanos = requireNonNull(nanos, "nanos");
        this.changed = nanos.getAsLong() - UNDER_WAY.toNanos();
    }

    public void start() {
        subscription = listener.onLocks(this::changed);
    }

    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            ConnectorLog.LOG.closeFailed("the watch of locks", e);
        }
    }

    /** A stream has come to be. */
    public void dialled(Pipe pipe, Caller.User caller, String hostId) {
        streams.put(pipe, new LiveUse.Stream(caller, hostId));
        pipe.whenClosed(() -> streams.remove(pipe));
        lookAgainAfterAChange();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            sessions.add(session);
            if (!session.isOpen()) {
                // it may have closed before it was in the book, on another thread
                sessions.remove(session);
            }
            lookAgainAfterAChange();
        }
    }

    @Override
    public void sessionClosed(Session session) {
        sessions.remove(session);
    }

    private void lookAgainAfterAChange() {
        if (nanos.getAsLong() - changed < UNDER_WAY.toNanos()) {
            look();
        }
    }

    private void changed() {
        changed = nanos.getAsLong();
        look();
    }

    /** However many locks come at once, there is one look on its way and one to come. */
    private void look() {
        if (soon.compareAndSet(false, true)) {
            run(() -> {
                soon.set(false);
                hold(false);
            });
        }
        if (afterGrace.compareAndSet(false, true)) {
            later.accept(
                    () -> run(() -> {
                        afterGrace.set(false);
                        hold(true);
                    }),
                    GRACE);
        }
    }

    private void run(Runnable task) {
        try {
            blocking.execute(task);
        } catch (RejectedExecutionException e) {
            ConnectorLog.LOG.debugf(e, "the connector is stopping");
        }
    }

    /** @param all also what agents end by themselves */
    private void hold(boolean all) {
        List<Life> lives = lives(all);
        try {
            List<Optional<SallyportException>> answers = lives.isEmpty()
                    ? List.of()
                    : listener.locked(lives.stream().map(Life::use).toList());
            for (int i = 0; i < answers.size(); i++) {
                Life life = lives.get(i);
                answers.get(i).ifPresent(lock -> end(life, lock));
            }
        } catch (RuntimeException e) {
            ConnectorLog.LOG.locksUnreadable(RETRY.toSeconds(), e.toString());
            later.accept(this::look, RETRY);
        }
    }

    private List<Life> lives(boolean all) {
        List<Life> lives = new ArrayList<>();
        for (Session session : sessions) {
            Logins.identity(session)
                    .filter(identity -> all || identity instanceof SshIdentity.UserIdentity)
                    .ifPresent(identity -> lives.add(life(session, identity)));
        }
        if (all) {
            streams.forEach((pipe, stream) -> lives.add(new Life(
                    stream, stream.caller().address(), () -> streams.remove(pipe, stream), reason -> pipe.abort())));
        }
        return lives;
    }

    private Life life(Session session, SshIdentity identity) {
        return new Life(
                new LiveUse.Connection(identity),
                Logins.address(session),
                () -> sessions.remove(session),
                // one connection's key exchange must not hold up the end of the others
                reason -> ThreadUtils.runAsInternal(() -> {
                    session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, reason);
                    return null;
                }));
    }

    private static String name(LiveUse use) {
        return switch (use) {
            case LiveUse.Connection connection -> name(connection.identity());
            case LiveUse.Stream stream -> "a stream of " + stream.caller().name() + " to " + stream.hostId();
        };
    }

    private static String name(SshIdentity identity) {
        return switch (identity) {
            case SshIdentity.UserIdentity user -> "the connection of " + user.user();
            case SshIdentity.AgentIdentity agent -> "the tunnel of agent " + agent.hostId();
        };
    }

    private void end(Life life, SallyportException lock) {
        if (!life.taken().getAsBoolean()) {
            return;
        }
        String what = name(life.use());
        ConnectorLog.LOG.endedByLock(what, life.address(), lock.userMessage(), lock.details());
        try {
            life.ending().accept(lock.userMessage());
        } catch (Exception e) {
            ConnectorLog.LOG.closeFailed(what, e);
        }
        try {
            listener.ended(life.use(), life.address(), lock);
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("the end of " + what, e);
        }
    }
}
