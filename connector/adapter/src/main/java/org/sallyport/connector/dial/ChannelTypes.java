package org.sallyport.connector.dial;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.PipedServerChannel;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;

/** What may be opened at the proxy: dials and a hint by users, the component stream by agents. */
public final class ChannelTypes {
    private ChannelTypes() {}

    /**
     * Makes a server accept these channels and no others.
     *
     * @param components what takes an agent's {@code direct-tcpip}
     */
    public static void install(
            SshServer server,
            Dialer dialer,
            Relays relays,
            Supplier<String> clusterName,
            PipedServerChannel.Opening components,
            Executor blocking) {
        UserStreams users = new UserStreams(dialer, relays, new NodeNames(clusterName), blocking);
        server.setChannelFactories(List.of(directTcpip(users, components), session()));
        server.setShellFactory(channel -> new JumpHint());
        server.setCommandFactory((channel, command) -> new JumpHint());
        server.setSubsystemFactories(List.of());
    }

    private static boolean isAgent(Session session) {
        return Logins.identity(session).orElse(null) instanceof AgentIdentity;
    }

    private static ChannelFactory directTcpip(PipedServerChannel.Opening users, PipedServerChannel.Opening components) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "direct-tcpip";
            }

            @Override
            public Channel createChannel(Session session) {
                return new PipedServerChannel(isAgent(session) ? components : users);
            }
        };
    }

    private static ChannelFactory session() {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "session";
            }

            @Override
            public Channel createChannel(Session session) throws IOException {
                if (isAgent(session)) {
                    return new PipedServerChannel((channel, request) -> {
                        throw new SallyportException(
                                ErrorCode.ACCESS_DENIED, "proxy: agents have no session here; dial 'auth' instead");
                    });
                }
                return ChannelSessionFactory.INSTANCE.createChannel(session);
            }
        };
    }
}
