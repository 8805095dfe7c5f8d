package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.tunnel.Tunnel;
import org.sallyport.connector.tunnel.TunnelRegistry;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.DialTarget;

/** Finds the agent for a target, opens a dial channel to it and joins that to the caller's end. Blocks. */
public final class Dialer {
    private final ConnectorListener listener;
    private final TunnelRegistry registry;
    private final Relays relays;
    private final Duration patience;
    private final UserConnections connections = new UserConnections();
    private volatile boolean stopping;

    /** @param patience how long an agent has to answer */
    public Dialer(ConnectorListener listener, TunnelRegistry registry, Relays relays, Duration patience) {
        this.listener = requireNonNull(listener, "listener");
        this.registry = requireNonNull(registry, "registry");
        this.relays = requireNonNull(relays, "relays");
        this.patience = requireNonNull(patience, "patience");
    }

    public void refuseNew() {
        stopping = true;
    }

    /**
     * Joins the caller's end to the target; the caller then opens its end. Audited, refusals too.
     *
     * @param window reserved for this stream; stays reserved when this fails
     * @return host id of the agent that took the dial
     */
    public String dial(Caller.User caller, DialTarget target, PipeEnd callerEnd, long window) {
        Optional<UserConnections.Seat> seat = Optional.empty();
        try {
            seat = Optional.of(connections.take(
                    caller.name(), listener.maxConnections(caller).orElse(Integer.MAX_VALUE)));
            return attempt(caller, target, new Call(callerEnd, window, seat.get()));
        } catch (SallyportException refusal) {
            seat.ifPresent(UserConnections.Seat::leave);
            refused(caller, target, refusal);
            throw refusal;
        } catch (RuntimeException e) {
            seat.ifPresent(UserConnections.Seat::leave);
            SallyportException refusal = new SallyportException(
                    ErrorCode.INTERNAL,
                    "proxy: the dial failed; try again, then ask an administrator",
                    e.toString(),
                    e);
            refused(caller, target, refusal);
            throw refusal;
        }
    }

    /** The caller's side of a dial. */
    private record Call(PipeEnd end, long window, UserConnections.Seat seat) {}

    private String attempt(Caller.User caller, DialTarget target, Call call) {
        if (stopping) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, "proxy: this server is shutting down; try again in a moment");
        }
        List<Node> nodes = listener.route(caller, target);
        String traceId = UUID.randomUUID().toString().replace("-", "");
        boolean silent = false;
        for (Node node : nodes) {
            for (Tunnel tunnel : registry.selectable(node.hostId(), target.service())) {
                DialChannel channel = new DialChannel(tunnel, target, caller, traceId, call.window());
                relays.growing(channel, call.window());
                Optional<Pipe> pipe = open(channel, tunnel, call);
                if (pipe.isPresent()) {
                    record(caller, target, node.hostId(), () -> takeBack(channel, pipe.get()));
                    return node.hostId();
                }
                silent |= tunnel.session().isOpen();
            }
        }
        throw silent ? silent(target, nodes.getFirst()) : unreachable(target, nodes);
    }

    /** @return empty when this tunnel is no use and another one may be; a refusal by the agent is final */
    private Optional<Pipe> open(DialChannel channel, Tunnel tunnel, Call call) {
        Pipe pipe = relays.join(call.end(), channel.end(), call.window(), call.seat()::leave);
        try {
            OpenFuture[] opening = new OpenFuture[1];
            relays.enter(() -> opening[0] = start(channel, tunnel));
            if (opening[0].await(patience.toMillis()) && opening[0].isOpened()) {
                return Optional.of(pipe);
            }
            if (opening[0].getException() instanceof SshChannelOpenException refusal) {
                throw agentRefused(refusal);
            }
            // an answer that still comes is answered with CLOSE
            opening[0].cancel();
            ConnectorLog.LOG.keepAliveFailed("tunnel " + tunnel.info().id(), "no answer to a dial");
        } catch (IOException | IllegalStateException e) {
            ConnectorLog.LOG.keepAliveFailed("tunnel " + tunnel.info().id(), e.toString());
        } catch (SallyportException refusal) {
            discard(channel, pipe);
            throw refusal;
        }
        discard(channel, pipe);
        return Optional.empty();
    }

    /** Before the caller hears that it is open: nobody gets through without a trace. */
    private void record(Caller.User caller, DialTarget target, String hostId, Runnable undo) {
        try {
            listener.dialed(caller, target, hostId, Optional.empty());
        } catch (RuntimeException e) {
            undo.run();
            throw Logins.unrecorded("connection", e);
        }
    }

    /** The caller's end is not open yet, so nothing went through. */
    private void takeBack(DialChannel channel, Pipe pipe) {
        discard(channel, pipe);
        relays.enter(() -> channel.close(false));
    }

    private void discard(DialChannel channel, Pipe pipe) {
        channel.end().detach();
        relays.undo(pipe);
    }

    private static OpenFuture start(DialChannel channel, Tunnel tunnel) {
        try {
            tunnel.session().getService(ConnectionService.class).registerChannel(channel);
            return channel.open();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SallyportException agentRefused(SshChannelOpenException refusal) {
        ErrorCode code =
                switch (refusal.getReasonCode()) {
                    case 1 -> ErrorCode.ACCESS_DENIED;
                    case 4 -> ErrorCode.TOO_MANY_SESSIONS;
                    default -> ErrorCode.AGENT_OFFLINE;
                };
        return new SallyportException(code, refusal.getMessage(), "refused by the agent");
    }

    private SallyportException unreachable(DialTarget target, List<Node> nodes) {
        if (nodes.isEmpty()) {
            return notFound(target);
        }
        Node node = nodes.getFirst();
        if (nodes.stream().anyMatch(one -> registry.onlyDraining(one.hostId(), target.service()))) {
            return new SallyportException(
                    ErrorCode.AGENT_DRAINING,
                    "proxy: the agent of '" + target.name() + "' is moving to another server; try again in a moment");
        }
        return new SallyportException(
                ErrorCode.AGENT_OFFLINE,
                "proxy: the agent of '" + target.name() + "' is not connected, last seen "
                        + node.lastSeen().truncatedTo(ChronoUnit.SECONDS)
                        + "; start sallyport-agent on that host, or check its way to this server",
                "host id " + node.hostId());
    }

    /** There is a tunnel, and nothing comes through it. */
    private SallyportException silent(DialTarget target, Node node) {
        return new SallyportException(
                ErrorCode.AGENT_OFFLINE,
                "proxy: the agent of '" + target.name() + "' is connected but did not answer within "
                        + patience.toSeconds() + " s, last seen "
                        + node.lastSeen().truncatedTo(ChronoUnit.SECONDS)
                        + "; that host or the network to it is stuck, try again in a minute",
                "host id " + node.hostId());
    }

    static SallyportException notFound(DialTarget target) {
        return new SallyportException(
                ErrorCode.NOT_FOUND,
                "proxy: there is no " + target.service().wireName() + " service '" + target.name()
                        + "' that you may see; 'sallyport ls' shows those there are");
    }

    private void refused(Caller.User caller, DialTarget target, SallyportException refusal) {
        ConnectorLog.LOG.dialRefused(
                target.name(), caller.name(), caller.address(), refusal.userMessage(), refusal.details());
        try {
            listener.dialed(caller, target, "", Optional.of(refusal));
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("a dial of " + target.name(), e);
        }
    }
}
