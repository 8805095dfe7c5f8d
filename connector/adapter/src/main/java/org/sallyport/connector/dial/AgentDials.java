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
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.tunnel.Tunnel;
import org.sallyport.connector.tunnel.TunnelRegistry;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;

/** Opens dial channels to agents through their tunnels. Blocks. */
public final class AgentDials {
    private final TunnelRegistry registry;
    private final Relays relays;
    private final Duration patience;

    /** @param patience how long an agent has to answer */
    public AgentDials(TunnelRegistry registry, Relays relays, Duration patience) {
        this.registry = requireNonNull(registry, "registry");
        this.relays = requireNonNull(relays, "relays");
        this.patience = requireNonNull(patience, "patience");
    }

    /**
     * A stream to be.
     *
     * @param end what is to be joined with the agent's
     * @param window reserved for it; stays reserved when it does not come to be
     * @param ended run once when it has ended
     */
    public record Stream(Caller.User caller, DialTarget target, PipeEnd end, long window, Runnable ended) {
        public Stream {
            requireNonNull(caller, "caller");
            requireNonNull(target, "target");
            requireNonNull(end, "end");
            requireNonNull(ended, "ended");
        }
    }

    /** A stream that the agent took; the other end is not open yet. */
    record Opened(Node node, DialChannel channel, Pipe pipe) {}

    /** Whether the node's agent could be asked now. */
    boolean reachable(Node node, DialTarget target) {
        return !registry.selectable(node.hostId(), target.service()).isEmpty();
    }

    /** To the first of these whose agent answers. @throws SallyportException when it refuses, or when none answers */
    Opened open(List<Node> nodes, Stream stream) {
        String traceId = UUID.randomUUID().toString().replace("-", "");
        boolean silent = false;
        for (Node node : nodes) {
            for (Tunnel tunnel :
                    registry.selectable(node.hostId(), stream.target().service())) {
                DialChannel channel =
                        new DialChannel(tunnel, stream.target(), stream.caller(), traceId, stream.window());
                relays.growing(channel, stream.window());
                Optional<Pipe> pipe = open(channel, tunnel, stream);
                if (pipe.isPresent()) {
                    return new Opened(node, channel, pipe.get());
                }
                silent |= tunnel.session().isOpen();
            }
        }
        throw silent ? silent(stream.target(), nodes.getFirst()) : unreachable(stream.target(), nodes);
    }

    /** To one node's agent, for this proxy's own SSH. */
    public void reach(Node node, Stream stream) {
        var unused = open(List.of(node), stream);
    }

    /** @return empty when this tunnel is no use and another one may be; a refusal by the agent is final */
    private Optional<Pipe> open(DialChannel channel, Tunnel tunnel, Stream stream) {
        Pipe pipe = relays.join(stream.end(), channel.end(), stream.window(), stream.ended());
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

    /** The other end is not open yet, so nothing went through. */
    void takeBack(Opened opened) {
        discard(opened.channel(), opened.pipe());
        relays.enter(() -> opened.channel().close(false));
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

    SallyportException unreachable(DialTarget target, List<Node> nodes) {
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

    private static SallyportException notFound(DialTarget target) {
        return new SallyportException(
                ErrorCode.NOT_FOUND,
                "proxy: there is no " + target.service().wireName() + " service '" + target.name()
                        + "' that you may see; 'sallyport ls' shows those there are");
    }
}
