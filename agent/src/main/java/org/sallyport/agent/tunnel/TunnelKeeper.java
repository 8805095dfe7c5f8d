package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.remote.RetryAfter;
import org.sallyport.session.dial.DialHandler;

/**
 * Keeps a tunnel up: dials, dials anew at the server's pace when it is lost, and moves to another when the proxy asks
 * to, leaving the old one to the streams that live in it.
 */
public final class TunnelKeeper implements AutoCloseable {
    private static final AttributeKey<Delay> MOVE = new AttributeKey<>();

    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    private static final Delay RENEWED = new Delay(Duration.ZERO, Duration.ofSeconds(1), "certificates were renewed");

    private final Credentials credentials;
    private final ProxyTrust trust;
    private final RandomGenerator random;
    private final TunnelListener listener;
    private final TunnelClient client;
    private final Backoff backoff;
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Tunnel current;
    /** What the newest tunnel was opened with; only the running thread touches it. */
    private AgentIdentity loggedIn;

    private Delay moveWanted;
    private Delay paceWanted;
    private boolean stopping;
    private String lastCause = "";

    public TunnelKeeper(
            ProxyRoute route,
            Credentials credentials,
            ProxyTrust trust,
            Map<ServiceType, DialHandler> services,
            TunnelListener listener,
            RandomGenerator random,
            Clock clock) {
        this.credentials = requireNonNull(credentials, "credentials");
        this.listener = requireNonNull(listener, "listener");
        this.random = requireNonNull(random, "random");
        this.backoff = new Backoff(random);
        this.trust = requireNonNull(trust, "trust");
        credentials.onReplaced(this::renewed);
        this.client = new TunnelClient(route, trust, services, new Events(), clock);
    }

    /** Runs until {@link #stop}. */
    public void run() throws InterruptedException {
        while (!isStopping()) {
            Tunnel tunnel = attempt();
            if (tunnel == null) {
                pause(backoff.next());
                continue;
            }
            Tunnel old = use(tunnel);
            listener.up(tunnel);
            if (old != null) {
                old.retire();
            }
            Delay move = awaitEndOrMove(tunnel);
            if (move != null) {
                pause(between(move));
            } else if (!isStopping()) {
                AgentMessages.LOG.tunnelDown(tunnel.address(), "the connection ended");
                listener.down("the tunnel to " + tunnel.address() + " is down");
                pause(backoff.next());
            }
        }
    }

    private Tunnel attempt() {
        try {
            AgentIdentity identity = credentials.current();
            Tunnel tunnel = client.open(identity);
            loggedIn = identity;
            tunnels.add(tunnel);
            tunnel.session().addCloseFutureListener(future -> ended(tunnel));
            AgentMessages.LOG.tunnelUp(tunnel.address());
            lastCause = "";
            return tunnel;
        } catch (SallyportException e) {
            // said once per change of cause: an agent may wait for days
            if (!e.userMessage().equals(lastCause)) {
                lastCause = e.userMessage();
                AgentMessages.LOG.tunnelRetried(lastCause);
            }
            if (e.code() == ErrorCode.CERTIFICATE_UNTRUSTED) {
                trust.catchUp();
            }
            if (e.type() == ErrorType.LIMITED) {
                backoff.crowded(RetryAfter.in(e.userMessage()));
            }
            listener.down(e.userMessage());
            return null;
        }
    }

    private void ended(Tunnel tunnel) {
        tunnels.remove(tunnel);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Tunnel use(Tunnel tunnel) {
        lock.lock();
        try {
            Tunnel old = current;
            current = tunnel;
            // a server that is going down may say so before the login has returned here
            moveWanted = tunnel.session().getAttribute(MOVE);
            if (moveWanted == null && loggedIn != credentials.current()) {
                moveWanted = RENEWED;
            }
            backoff.succeeded();
            return old;
        } finally {
            lock.unlock();
        }
    }

    private Delay awaitEndOrMove(Tunnel tunnel) throws InterruptedException {
        lock.lock();
        try {
            while (tunnel.isOpen() && moveWanted == null && !stopping) {
                changed.await();
                if (paceWanted != null) {
                    backoff.pace(paceWanted.from(), paceWanted.to());
                    paceWanted = null;
                }
            }
            return tunnel.isOpen() && !stopping ? moveWanted : null;
        } finally {
            lock.unlock();
        }
    }

    private Duration between(Delay delay) {
        long spread = delay.to().minus(delay.from()).toMillis();
        return delay.from().plusMillis(random.nextLong(spread + 1));
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !stopping) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** The certificate was renewed: another tunnel takes over that is logged in with it, this one's streams end in peace. */
    private void renewed() {
        lock.lock();
        try {
            if (current != null && current.isOpen() && moveWanted == null) {
                moveWanted = RENEWED;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Live streams in all tunnels. */
    public int dials() {
        return tunnels.stream().mapToInt(Tunnel::dials).sum();
    }

    /**
     * Takes no new streams, gives the live ones this long, then ends everything.
     *
     * @param lastWord what ends the streams that are left, while there still are tunnels to say so
     */
    public void stop(Duration limit, Runnable lastWord) throws InterruptedException {
        client.desk().drain();
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tunnels.forEach(Tunnel::retire);
        awaitNoTunnels(limit);
        lastWord.run();
        awaitNoTunnels(LAST_WORD);
        close();
    }

    private void awaitNoTunnels(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!tunnels.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        tunnels.forEach(Tunnel::close);
        client.close();
    }

    private final class Events implements TunnelEvents {
        @Override
        public void drain(Session session, Delay delay) {
            lock.lock();
            try {
                session.setAttribute(MOVE, delay);
                if (current != null && current.session() == session) {
                    AgentMessages.LOG.tunnelDrains(delay.reason());
                    moveWanted = delay;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void pace(Session session, Delay delay) {
            lock.lock();
            try {
                paceWanted = delay;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
