package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.local.LocalChannel;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.connector.pipe.PipedServerChannel;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;

/** Agents' {@code direct-tcpip auth}: joined to the gRPC listener inside the process, without a socket. */
public final class ComponentStreams implements PipedServerChannel.Opening {
    private static final String HOST = "auth";

    /**
     * Small, and not out of the memory for users' streams: every tunnel has one of these for as long as it lives, and
     * thousands must not leave users without.
     */
    private static final int WINDOW = 64 * 1024;

    /** An agent has one, and another while it changes over. */
    private static final int MOST_PER_TUNNEL = 8;

    private static final AttributeKey<AtomicInteger> OPEN = new AttributeKey<>();

    private final ComponentListener components;
    private final Relays relays;

    public ComponentStreams(ComponentListener components, Relays relays) {
        this.components = requireNonNull(components, "components");
        this.relays = requireNonNull(relays, "relays");
    }

    @Override
    public void requested(PipedServerChannel channel, Buffer request) {
        String host = request.getString();
        Session session = channel.getSession();
        if (!HOST.equals(host) || !(Logins.identity(session).orElse(null) instanceof AgentIdentity agent)) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED, "proxy: agents may reach '" + HOST + "' only, not '" + host + "'");
        }
        TunnelAddress from = new TunnelAddress(
                agent.hostId(), Logins.address(session), UUID.randomUUID().toString());
        count(channel, session);
        channel.window(WINDOW);
        LocalEnd end = new LocalEnd();
        Pipe pipe = relays.joinInside(channel.end(), end);
        var unused = new Bootstrap()
                .group(components.loops())
                .channel(LocalChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(end)
                .connect(components.inside(), from.toSocketAddress())
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        relays.enter(channel::accept);
                        end.open();
                    } else {
                        relays.undo(pipe);
                        channel.refuse(new SallyportException(
                                ErrorCode.SHUTTING_DOWN, "proxy: the component API is not open; try again"));
                    }
                });
    }

    private static void count(PipedServerChannel channel, Session session) {
        AtomicInteger open = session.computeAttributeIfAbsent(OPEN, key -> new AtomicInteger());
        channel.addCloseFutureListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > MOST_PER_TUNNEL) {
            throw new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "proxy: this tunnel has " + MOST_PER_TUNNEL + " component streams already; close one of them");
        }
    }
}
