package org.sallyport.connector.tunnel;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.transport.algorithm.Negotiation;

/** Enters agents' connections into the registry as they come and go, and tells the Auth Service, in order. */
public final class Tunnels implements SessionListener {
    private record Entry(Tunnel tunnel, CompletableFuture<Void> told) {}

    private final ConnectorListener listener;
    private final TunnelRegistry registry;
    private final KeepAlive keepAlive;
    private final Executor blocking;
    private final Clock clock;
    private final Map<Session, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public Tunnels(
            ConnectorListener listener, TunnelRegistry registry, KeepAlive keepAlive, Executor blocking, Clock clock) {
        this.listener = requireNonNull(listener, "listener");
        this.registry = requireNonNull(registry, "registry");
        this.keepAlive = requireNonNull(keepAlive, "keepAlive");
        this.blocking = requireNonNull(blocking, "blocking");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated
                && Logins.identity(session).orElse(null) instanceof AgentIdentity agent
                && session instanceof ServerSession connection) {
            up(connection, agent);
        }
    }

    private void up(ServerSession session, AgentIdentity agent) {
        TunnelInfo info = new TunnelInfo(
                UUID.randomUUID().toString(),
                agent.hostId(),
                agent.services(),
                Logins.address(session),
                clock.instant(),
                Negotiation.of(session));
        Tunnel tunnel = new Tunnel(info, session, keepAlive.liveness(session));
        if (draining) {
            tunnel.drain();
        }
        ConnectorLog.LOG.tunnelUp(info.id(), info.hostId(), info.address());
        // not on this thread: the session is not ready to be dialled into before this event is over
        CompletableFuture<Void> told = CompletableFuture.runAsync(
                () -> {
                    registry.add(tunnel);
                    tell("tunnel up of " + info.hostId(), () -> listener.tunnelUp(info));
                    ReconnectPace.send(session, ReconnectPace.PACE, entries.size(), "");
                },
                blocking);
        entries.put(session, new Entry(tunnel, told));
        if (!session.isOpen()) {
            // it may have closed before it was in the book, on another thread
            sessionClosed(session);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        Entry entry = entries.remove(session);
        if (entry == null) {
            return;
        }
        TunnelInfo info = entry.tunnel().info();
        String reason = draining ? "drained" : "connection closed";
        ConnectorLog.LOG.tunnelDown(info.id(), info.hostId(), reason);
        var unused = entry.told()
                .thenRunAsync(
                        () -> {
                            boolean last = registry.remove(entry.tunnel());
                            tell("tunnel down of " + info.hostId(), () -> listener.tunnelDown(info, reason, last));
                        },
                        blocking);
    }

    /** Asks every agent to go elsewhere; none of its tunnels is dialled into any longer. */
    public void drain(String reason) {
        draining = true;
        List<Tunnel> all = registry.all();
        all.forEach(Tunnel::drain);
        all.forEach(tunnel -> ReconnectPace.send(tunnel.session(), ReconnectPace.DRAIN, all.size(), reason));
    }

    /** The tunnel that this connection is. */
    public Optional<Tunnel> of(Session session) {
        return Optional.ofNullable(entries.get(session)).map(Entry::tunnel);
    }

    private static void tell(String what, Runnable report) {
        try {
            report.run();
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed(what, e);
        }
    }
}
