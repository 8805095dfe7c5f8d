package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.transport.EventLoops;
import org.sallyport.transport.StreamBudget;
import org.sallyport.transport.algorithm.AlgorithmFactories;
import org.sallyport.transport.window.StreamWindow;

/** Makes tunnels: logs in at the proxy with the agent's tunnel certificate and checks the proxy's host certificate. */
public final class TunnelClient implements AutoCloseable {
    private static final Duration CONNECT = ProxyRoute.LIMIT.plusSeconds(5);
    private static final Duration LOGIN = Duration.ofSeconds(20);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int MISSED = 3;
    /** A stream's first window, in bytes. */
    private static final long WINDOW = 2 * 1024 * 1024;
    /** The inner connections' windows, which mean the same bytes, have a larger part of the heap. */
    private static final int HEAP_SHARE = 8;

    private static final AttributeKey<String> EXPECTED = new AttributeKey<>();
    private static final AttributeKey<Tunnel> TUNNEL = new AttributeKey<>();
    private static final AttributeKey<SallyportException> REFUSAL = new AttributeKey<>();
    private static final AttributeKey<String> BANNER = new AttributeKey<>();
    private static final AttributeKey<Farewell> FAREWELL = new AttributeKey<>();

    /** The proxy's last word, which may be there before anybody waits for the login. */
    private record Farewell(int code, String text) {}

    private static final class FarewellKeeper implements SessionListener {
        @Override
        public void sessionDisconnect(Session session, int reason, String text, String language, boolean ours) {
            if (!ours) {
                session.setAttribute(FAREWELL, new Farewell(reason, text));
            }
        }
    }

    private final Supplier<Trust> trust;
    private final DialDesk desk;
    private final SshCertificateChecker checker;
    private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops =
            new EventLoops(1, Thread.ofPlatform().daemon().name("tunnel-io-", 1).factory(), handshakes);
    private final ProxyRoute route;
    private final SshClient client;
    /** Streams' windows beyond the first. */
    private final StreamBudget windows = new StreamBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE, 0, 0);

    public TunnelClient(
            ProxyRoute route,
            Supplier<Trust> trust,
            Map<ServiceType, DialHandler> services,
            TunnelEvents events,
            Clock clock) {
        this.route = requireNonNull(route, "route");
        this.trust = requireNonNull(trust, "trust");
        this.desk = new DialDesk(services);
        this.checker = new SshCertificateChecker(clock);
        this.client = client(events);
        client.start();
    }

    DialDesk desk() {
        return desk;
    }

    private SshClient client(TunnelEvents events) {
        SshClient made = SshClient.setUpDefaultClient();
        made.setIoServiceFactoryFactory(route.transport(loops));
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        made.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        made.setAgentFactory(null);
        made.setUserAuthFactories(List.of(
                new UserAuthPublicKeyFactory(List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519))));
        made.setUserInteraction(new BannerKeeper());
        made.addSessionListener(new FarewellKeeper());
        // the plain ones verify the CA's signature within the certificate (ECDSA: a CA held by a PKCS#11 module);
        // a plain host key is refused by isProxy
        made.setSignatureFactories(
                List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519, BuiltinSignatures.nistp256));
        // the proxy holds the tunnel to the cluster's policy: one kept here might be too old for it
        AlgorithmFactories.client(SshAlgorithms.ALL).applyTo(made);
        made.setCompressionFactories(List.of(BuiltinCompressions.none));
        made.setServerKeyVerifier(this::isProxy);
        made.setChannelFactories(List.of(new DialChannels()));
        made.setGlobalRequestHandlers(List.of(new ProxyRequests(events)));
        CoreModuleProperties.TCP_NODELAY.set(made, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(made, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, MISSED);
        return made;
    }

    private boolean isProxy(ClientSession session, SocketAddress remote, PublicKey key) {
        try {
            checker.checkHost(key, session.getConnectionContext().getAttribute(EXPECTED), trust.get());
            return true;
        } catch (SallyportException e) {
            session.setAttribute(REFUSAL, e);
            return false;
        }
    }

    /** Blocks until logged in. @throws SallyportException PROXY_UNREACHABLE, INVALID_CONFIG or CERTIFICATE_* */
    public Tunnel open(AgentIdentity identity) {
        String address = route.describe(identity.cluster());
        ClientSession session = connect(identity, route.address(identity.cluster()));
        try {
            Tunnel tunnel = new Tunnel(session, address);
            session.setAttribute(TUNNEL, tunnel);
            session.addPublicKeyIdentity(new KeyPair(
                    identity.tunnelCertificate(), identity.keys().tunnel().getPrivate()));
            session.auth().verify(LOGIN);
            return tunnel;
        } catch (IOException e) {
            SallyportException cause = loginFailure(session, address, e);
            session.close(true);
            throw cause;
        }
    }

    private ClientSession connect(AgentIdentity identity, ClusterAddress at) {
        try {
            AttributeRepository expected = AttributeRepository.ofKeyValuePair(EXPECTED, at.bareHost());
            return client.connect("agent:" + identity.hostId(), route.target(at), expected, null)
                    .verify(CONNECT)
                    .getSession();
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SallyportException known) {
                    throw known;
                }
            }
            throw new SallyportException(
                    ErrorCode.PROXY_UNREACHABLE,
                    "network: no connection with the proxy's SSH port " + at + " (" + innermost(e)
                            + "); check the cluster's ssh_address, the route and the firewalls",
                    "",
                    e);
        }
    }

    private static SallyportException loginFailure(ClientSession session, String address, IOException e) {
        SallyportException refusal = session.getAttribute(REFUSAL);
        if (refusal != null) {
            return new SallyportException(
                    refusal.code(),
                    "SSH: the proxy at " + address + " cannot prove that it belongs to the cluster ("
                            + refusal.userMessage() + "); check the cluster's addresses, or somebody is in between",
                    refusal.details(),
                    e);
        }
        String banner = session.getAttribute(BANNER);
        // MINA tells those who wait for the login first, and only then the listener
        Farewell farewell = e instanceof SshException ssh && ssh.getDisconnectCode() != 0
                ? new Farewell(ssh.getDisconnectCode(), ssh.getMessage())
                : session.getAttribute(FAREWELL);
        String cause = banner != null ? banner : farewell != null ? farewell.text() : innermost(e);
        return new SallyportException(
                code(banner, farewell), "SSH: no login at the proxy " + address + " (" + cause + ")", "", e);
    }

    private static ErrorCode code(String banner, Farewell farewell) {
        if (farewell != null && farewell.code() == SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS) {
            return ErrorCode.RATE_LIMITED;
        }
        return banner == null ? ErrorCode.PROXY_UNREACHABLE : ErrorCode.CERTIFICATE_UNTRUSTED;
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage()).replaceAll("[\\p{Cntrl}\\s]+", " ");
    }

    @Override
    public void close() {
        client.stop();
        loops.close();
        handshakes.shutdown();
    }

    private final class DialChannels implements ChannelFactory {
        @Override
        public String getName() {
            return DialChannel.TYPE;
        }

        @Override
        public DialChannel createChannel(Session session) {
            DialChannel channel = new DialChannel(desk::accept);
            StreamWindow.give(channel, WINDOW, windows);
            Tunnel tunnel = session.getAttribute(TUNNEL);
            if (tunnel != null) {
                tunnel.opened(channel);
            }
            return channel;
        }
    }

    /** The proxy says in a banner why it refuses a certificate. */
    private static final class BannerKeeper implements UserInteraction {
        @Override
        public void welcome(ClientSession session, String banner, String lang) {
            String line = banner == null
                    ? ""
                    : banner.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
            session.setAttribute(BANNER, line.length() > 500 ? line.substring(0, 500) : line);
        }

        @Override
        public boolean isInteractionAllowed(ClientSession session) {
            return true;
        }

        @Override
        public String[] interactive(
                ClientSession session, String name, String instruction, String lang, String[] prompt, boolean[] echo) {
            return new String[0];
        }

        @Override
        public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
            return null;
        }
    }
}
