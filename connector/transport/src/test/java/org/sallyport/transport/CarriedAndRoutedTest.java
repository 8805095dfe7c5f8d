package org.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that were accepted elsewhere, and connections made by a route of one's own inside of a cover. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CarriedAndRoutedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops =
            new EventLoops(2, Thread.ofPlatform().name("loop-", 0).daemon().factory(), threads);
    private final Server server =
            (Server) ServerBuilder.builder().factory(Server::new).build();
    private ServerSocketChannel port;

    private static final class Server extends SshServer {
        Carrier carrier() {
            return (Carrier) acceptor;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server.setIoServiceFactoryFactory(new LoopTransport(loops));
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> password.equals("right"));
        server.setCommandFactory((channel, command) -> new EchoCommand(threads));
        server.start();
        // what an HTTPS listener is to the product
        port = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(() -> {
            try {
                while (true) {
                    SocketChannel accepted = port.accept();
                    accepted.configureBlocking(false);
                    server.carrier().carry(new SocketWire(loops.next(), accepted, new Grudging(accepted)));
                }
            } catch (IOException e) {
                assertThat(port.isOpen()).isFalse();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
        server.stop(true);
        loops.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    /**
     * Turns every bit over, gives little at a time and holds back what it was given to write, as TLS does with records.
     */
    private static final class Grudging implements Cover {
        private final SocketChannel socket;
        private final ByteBuffer in = ByteBuffer.allocate(50_000).flip();
        private final ByteBuffer out = ByteBuffer.allocate(3_000).flip();

        Grudging(SocketChannel socket) {
            this.socket = socket;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!in.hasRemaining()) {
                in.clear();
                int count = socket.read(in);
                in.flip();
                if (count <= 0) {
                    return count;
                }
            }
            int most = Math.min(Math.min(in.remaining(), target.remaining()), 1_111);
            for (int i = 0; i < most; i++) {
                target.put((byte) ~in.get());
            }
            return most;
        }

        @Override
        public boolean more() {
            return in.hasRemaining();
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int start = source.position();
            while (source.hasRemaining() && flush()) {
                out.clear();
                while (source.hasRemaining() && out.hasRemaining()) {
                    out.put((byte) ~source.get());
                }
                out.flip();
            }
            return source.position() - start;
        }

        @Override
        public boolean flush() throws IOException {
            socket.write(out);
            return !out.hasRemaining();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private SshClient client(Route route) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setIoServiceFactoryFactory(new LoopTransport(loops, route));
        client.setServerKeyVerifier((session, remote, key) -> true);
        client.start();
        return client;
    }

    private Route.Connected connect(SocketAddress ignored) throws IOException {
        SocketChannel socket = SocketChannel.open(port.getLocalAddress());
        socket.configureBlocking(false);
        return new Route.Connected(socket, new Grudging(socket));
    }

    @Test
    void bytesPassTwoCoversUnchangedAndTheAcceptorKnowsTheSession() throws Exception {
        SshClient client = client(this::connect);
        // a name that nobody resolves: the route knows the way
        SocketAddress target = InetSocketAddress.createUnresolved("cluster.invalid", 1);
        try (ClientSession session =
                client.connect("jo", target, null, null).verify(PATIENCE).getSession()) {
            session.addPasswordIdentity("right");
            session.auth().verify(PATIENCE);
            assertThat(server.getActiveSessions()).hasSize(1);
            byte[] data = new byte[3_000_000];
            new Random(1).nextBytes(data);
            try (ChannelExec channel = session.createExecChannel("echo")) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                channel.setIn(new java.io.ByteArrayInputStream(data));
                channel.setOut(out);
                channel.open().verify(PATIENCE);
                session.reExchangeKeys().verify(PATIENCE);
                assertThat(channel.waitFor(Set.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(60)))
                        .doesNotContain(ClientChannelEvent.TIMEOUT);
                assertThat(out.toByteArray()).isEqualTo(data);
            }
        } finally {
            client.stop();
        }
    }

    @Test
    void aRouteThatFailsFailsTheConnection() {
        SshClient client = client(target -> {
            throw new IOException("no way to " + target);
        });
        SocketAddress target = InetSocketAddress.createUnresolved("cluster.invalid", 1);
        try {
            assertThatThrownBy(() -> client.connect("jo", target, null, null).verify(PATIENCE))
                    .hasStackTraceContaining("no way to cluster.invalid");
        } finally {
            client.stop();
        }
    }

    @Test
    void whatIsCarriedEndsWithTheServer() throws Exception {
        SshClient client = client(this::connect);
        SocketAddress target = InetSocketAddress.createUnresolved("cluster.invalid", 1);
        try (ClientSession session =
                client.connect("jo", target, null, null).verify(PATIENCE).getSession()) {
            session.addPasswordIdentity("right");
            session.auth().verify(PATIENCE);
            server.stop(true);
            assertThat(session.waitFor(Set.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                    .contains(ClientSession.ClientSessionEvent.CLOSED);
        } finally {
            client.stop();
        }
    }
}
