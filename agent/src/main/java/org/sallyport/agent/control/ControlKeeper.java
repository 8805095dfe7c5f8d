package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.local.LocalIoHandler;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.agent.tunnel.Tunnel;
import org.sallyport.agent.tunnel.TunnelListener;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.Trust;

/** Keeps the agent connected with the Auth Service through whichever tunnel there is, and its tasks running. */
public final class ControlKeeper implements TunnelListener, AutoCloseable {
    private final Credentials credentials;
    private final Supplier<Trust> trust;
    private final ControlTasks tasks;
    private final Backoff backoff;
    private final Clock clock;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Object changed = new Object();
    private Tunnel tunnel;
    private boolean closed;
    private ControlSession session;
    private String lastCause = "";

    public ControlKeeper(
            Credentials credentials, Supplier<Trust> trust, ControlTasks tasks, RandomGenerator random, Clock clock) {
        this.credentials = requireNonNull(credentials, "credentials");
        this.trust = requireNonNull(trust, "trust");
        this.tasks = requireNonNull(tasks, "tasks");
        this.backoff = new Backoff(random);
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void up(Tunnel usable) {
        synchronized (changed) {
            tunnel = usable;
            if (session != null) {
                // the old tunnel is about to go
                session.end();
            }
            changed.notifyAll();
        }
    }

    @Override
    public void down(String cause) {
        synchronized (changed) {
            tunnel = null;
        }
    }

    /** Runs until it is closed. */
    public void run() throws InterruptedException {
        for (Tunnel usable = awaitTunnel(); usable != null; usable = awaitTunnel()) {
            try (ComponentLink link = new ComponentLink(usable, credentials.current(), trust, clock, loop, threads)) {
                ControlSession started = new ControlSession(link.channel(), tasks.all(), threads);
                synchronized (changed) {
                    session = started;
                }
                started.run(this::connected);
            } catch (SallyportException e) {
                tell(e);
            }
            synchronized (changed) {
                session = null;
                if (!closed) {
                    changed.wait(backoff.next().toMillis() + 1);
                }
            }
        }
    }

    private void connected() {
        lastCause = "";
        backoff.succeeded();
        AgentMessages.LOG.controlUp();
    }

    private void tell(SallyportException e) {
        synchronized (changed) {
            if (closed || tunnel == null || e.userMessage().equals(lastCause)) {
                return;
            }
        }
        lastCause = e.userMessage();
        AgentMessages.LOG.controlDown(lastCause);
    }

    private Tunnel awaitTunnel() throws InterruptedException {
        synchronized (changed) {
            while (!closed && (tunnel == null || !tunnel.isOpen())) {
                changed.wait(1_000);
            }
            return closed ? null : tunnel;
        }
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (changed) {
            closed = true;
            if (session != null) {
                session.end();
            }
            changed.notifyAll();
        }
        threads.shutdownNow();
        boolean ended = threads.awaitTermination(2, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, ended ? 1 : 2, TimeUnit.SECONDS);
    }
}
