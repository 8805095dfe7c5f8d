package org.sallyport.benchmarks.scale;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.sallyport.agent.control.ComponentLink;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.agent.tunnel.Delay;
import org.sallyport.agent.tunnel.Tunnel;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.remote.RetryAfter;

/**
 * One agent: a tunnel, in it the component API, and what a real one does when either is lost. It runs on a virtual
 * thread that waits for almost all of its life.
 */
final class SimulatedAgent implements Runnable {
    static final AttributeKey<Delay> MOVE = new AttributeKey<>();
    static final AttributeKey<Delay> PACE = new AttributeKey<>();
    static final AttributeKey<Semaphore> WAKE = new AttributeKey<>();

    private final int number;
    private final AgentIdentity identity;
    private final Fleet fleet;
    private final Tally tally;
    private final Duration begin;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Backoff backoff = new Backoff(random);
    private final Backoff componentBackoff = new Backoff(random);
    private final Semaphore wake = new Semaphore(0);
    private long revision;
    private volatile long up;
    private volatile long synced;

    SimulatedAgent(int number, AgentIdentity identity, Fleet fleet, Duration begin) {
        this.number = number;
        this.identity = identity;
        this.fleet = fleet;
        this.tally = fleet.tally();
        this.begin = begin;
    }

    String name() {
        return "sim-" + number;
    }

    /** When its tunnel came up for the last time. */
    long up() {
        return up;
    }

    /** When it had all that it decides by, through that tunnel. */
    long synced() {
        return synced;
    }

    void synced(long now) {
        synced = now;
        componentBackoff.succeeded();
    }

    long revision() {
        return revision;
    }

    void revision(long known) {
        revision = known;
    }

    void wake() {
        wake.release();
    }

    @Override
    public void run() {
        try {
            Thread.sleep(begin);
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(attempt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to wait before the next attempt */
    private Duration attempt() throws InterruptedException {
        tally.attempts.increment();
        Tunnel tunnel;
        try {
            tunnel = fleet.tunnels().open(identity);
        } catch (SallyportException e) {
            tally.failed("tunnel", e.userMessage());
            if (e.type() == ErrorType.LIMITED) {
                backoff.crowded(RetryAfter.in(e.userMessage()));
            }
            return backoff.next();
        }
        up = System.currentTimeMillis();
        tally.tunnels.incrementAndGet();
        try {
            return live(tunnel);
        } finally {
            tally.tunnels.decrementAndGet();
            tunnel.close();
        }
    }

    private Duration live(Tunnel tunnel) throws InterruptedException {
        backoff.succeeded();
        tunnel.session().setAttribute(WAKE, wake);
        tunnel.session().addCloseFutureListener(closed -> wake());
        while (tunnel.isOpen() && tunnel.session().getAttribute(MOVE) == null) {
            component(tunnel);
            if (tunnel.isOpen()) {
                Thread.sleep(componentBackoff.next());
            }
        }
        Delay pace = tunnel.session().getAttribute(PACE);
        if (pace != null) {
            backoff.pace(pace.from(), pace.to());
        }
        Delay move = tunnel.session().getAttribute(MOVE);
        return move == null
                ? backoff.next()
                : move.from()
                        .plusMillis(random.nextLong(move.to().minus(move.from()).toMillis() + 1));
    }

    /** Returns when its stream or the tunnel has ended, or another tunnel is wanted. */
    private void component(Tunnel tunnel) throws InterruptedException {
        try (ComponentLink link = new ComponentLink(
                tunnel, identity, fleet.trust(), fleet.clock(), fleet.componentLoops(), fleet.threads())) {
            ComponentWork work = new ComponentWork(this, identity, fleet, link.channel());
            try {
                work.begin();
                while (!work.ended() && tunnel.isOpen() && tunnel.session().getAttribute(MOVE) == null) {
                    wake.acquire();
                    wake.drainPermits();
                }
            } finally {
                work.close();
            }
        } catch (SallyportException e) {
            tally.failed("component", e.userMessage());
        }
    }
}
