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
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.PipedServerChannel;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;

/** What may be opened at the proxy: dials and a hint by users, the component stream by agents. */
public final class ChannelTypes {
    private ChannelTypes() {}

    /**
     * Makes a server accept these channels and no others.
     *
     * @param components what takes an agent's {@code direct-tcpip}
     * @param listener told of what agents are refused
     */
    public static void install(
            SshServer server,
            Dialer dialer,
            Relays relays,
            Supplier<String> clusterName,
            PipedServerChannel.Opening components,
            ConnectorListener listener,
            Executor blocking) {
        UserStreams users = new UserStreams(dialer, relays, new NodeNames(clusterName), blocking);
        PipedServerChannel.Opening noSession = (channel, request) -> {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED, "proxy: agents have no session here; dial 'auth' instead");
        };
        server.setChannelFactories(List.of(
                directTcpip(users, audited(components, listener, blocking)),
                session(audited(noSession, listener, blocking))));
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

    /** An agent that asks for what is none of its business may be somebody else with its keys. */
    private static PipedServerChannel.Opening audited(
            PipedServerChannel.Opening opening, ConnectorListener listener, Executor blocking) {
        return (channel, request) -> {
            try {
                opening.requested(channel, request);
            } catch (SallyportException refusal) {
                String claimed = Logins.identity(channel.getSession())
                        .filter(AgentIdentity.class::isInstance)
                        .map(agent -> "agent:" + ((AgentIdentity) agent).hostId())
                        .orElse("");
                String address = Logins.address(channel.getSession());
                blocking.execute(() -> report(listener, claimed, address, refusal));
                throw refusal;
            }
        };
    }

    private static void report(ConnectorListener listener, String claimed, String address, SallyportException refusal) {
        try {
            listener.componentRefused(claimed, address, refusal);
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("a refused channel of " + claimed, e);
        }
    }

    private static ChannelFactory session(PipedServerChannel.Opening forAgents) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "session";
            }

            @Override
            public Channel createChannel(Session session) throws IOException {
                if (isAgent(session)) {
                    return new PipedServerChannel(forAgents);
                }
                return ChannelSessionFactory.INSTANCE.createChannel(session);
            }
        };
    }
}
