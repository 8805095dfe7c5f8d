package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.transport.Outflow;
import org.sallyport.session.transport.StreamService;
import org.sallyport.transport.algorithm.AlgorithmFactories;

/** Logs users in at other SSH servers, over streams that are dialled or over connections of its own. */
public final class UpstreamClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(30);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int MISSED = 3;
    /** Where MINA wants a limit and a slow server is no fault. */
    private static final Duration NEVER = Duration.ofDays(365);

    private static final int MOST_CHANNELS = 512;

    private final SshClient client = SshClient.setUpDefaultClient();
    private final ChannelWindows windows;
    private final StreamService streams;

    /**
     * @param transport for connections of its own
     * @param algorithms asked for each connection
     */
    public UpstreamClient(
            IoServiceFactoryFactory transport,
            Supplier<SshAlgorithms> algorithms,
            ChannelWindows windows,
            SshThreads threads) {
        this.windows = requireNonNull(windows, "windows");
        SessionFactory sessions = new Sessions(client, requireNonNull(algorithms, "algorithms"));
        client.setIoServiceFactoryFactory(transport);
        client.setSessionFactory(sessions);
        client.setScheduledExecutorService(threads.timer(), false);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(
                new UserAuthPublicKeyFactory(List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519))));
        client.setUserInteraction(new Banners());
        client.setCompressionFactories(List.of(BuiltinCompressions.none));
        client.setChannelFactories(ArrivalFactory.all(windows));
        client.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE));
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        // MINA gives up on a slow reader after 30 seconds by default, and what was written is lost
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, NEVER);
        CoreModuleProperties.CHANNEL_CLOSE_TIMEOUT.set(client, Duration.ofHours(1));
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(client, MOST_CHANNELS);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, MISSED);
        client.start();
        this.streams = new StreamService(sessions, threads.messages(), (session, request, gap) -> {}, false);
    }

    ChannelWindows windows() {
        return windows;
    }

    /** Blocks. @throws org.sallyport.api.error.SallyportException when there is no login, with layer, cause and remedy */
    ClientSession login(Destination destination, Visitor visitor) {
        KeyPair key = SshKeys.generate();
        var certificate = SshKeys.parseCertificate(destination.certificate(visitor, key.getPublic()));
        return login(destination, visitor, new KeyPair(certificate, key.getPrivate()));
    }

    /** The same with this certificate, as public key of the pair. The connection forgets the key once it is logged in. */
    ClientSession login(Destination destination, Visitor visitor, KeyPair certified) {
        Attempt attempt = new Attempt(destination, visitor);
        ClientSession session;
        try {
            session = destination.connect(this, attempt);
        } catch (IOException e) {
            throw attempt.unreachable(e);
        }
        try {
            session.addPublicKeyIdentity(certified);
            session.auth().verify(LOGIN);
            session.removePublicKeyIdentity(certified);
            return session;
        } catch (IOException e) {
            session.close(true);
            throw attempt.notLoggedIn(e);
        } catch (RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    /** To an address, in a connection of its own. @param target a name in it would be looked up once more */
    public ClientSession connect(InetSocketAddress target, Attempt attempt) throws IOException {
        return client.connect(attempt.visitor().login(), target, attempt.context(), null)
                .verify(CONNECT)
                .getSession();
    }

    /** Over a stream that was dialled. @return what the stream's bytes are to be given to */
    public DialReceiver over(DialStream stream, Attempt attempt) {
        DialRequest request = new DialRequest(ServiceType.SSH, attempt.visitor().login(), "", "", "", false);
        return streams.accept(request, stream, attempt.context());
    }

    /** The SSH connection of a stream that was given to {@link #over}. */
    public ClientSession session(Attempt attempt) throws IOException {
        try {
            return attempt.session().get(CONNECT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no SSH connection was begun", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        streams.close(true);
        client.stop();
    }

    private static final class Sessions extends SessionFactory {
        private final Supplier<SshAlgorithms> algorithms;

        Sessions(SshClient client, Supplier<SshAlgorithms> algorithms) {
            super(client);
            this.algorithms = algorithms;
        }

        @Override
        protected ClientSessionImpl doCreateSession(IoSession io) throws Exception {
            ClientSessionImpl session = super.doCreateSession(io);
            AlgorithmFactories.client(algorithms.get()).applyTo(session);
            // a server that does not read would have us hold all that its users send
            Outflow.count(session);
            Attempt.begins(io, session);
            return session;
        }
    }
}
