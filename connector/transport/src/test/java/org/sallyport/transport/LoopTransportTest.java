package org.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.PortForwardingTracker;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transport under a whole MINA server and client. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopTransportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops =
            new EventLoops(2, Thread.ofPlatform().name("loop-", 0).daemon().factory(), threads);
    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();

    @BeforeEach
    void start() throws IOException {
        server.setIoServiceFactoryFactory(new LoopTransport(loops));
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> password.equals("right"));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setCommandFactory((channel, command) -> new EchoCommand(threads));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.start();
        client.setIoServiceFactoryFactory(new LoopTransport(loops));
        client.setServerKeyVerifier((session, remote, key) -> true);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        server.stop(true);
        loops.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private ClientSession session(String password) throws IOException {
        ClientSession session = client.connect("jo", "127.0.0.1", server.getPort())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity(password);
        session.auth().verify(PATIENCE);
        return session;
    }

    @Test
    void aCommandGetsItsInputAndGivesItsOutputExactly() throws Exception {
        try (ClientSession session = session("right")) {
            byte[] data = new byte[5_000_000];
            new Random(1).nextBytes(data);
            assertThat(echo(session, data)).isEqualTo(data);
        }
    }

    @Test
    void manySessionsAtOnceAndKeyExchangesMeanwhile() throws Exception {
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int seed = i;
            results.add(threads.submit(() -> {
                byte[] data = new byte[1_000_000];
                new Random(seed).nextBytes(data);
                try (ClientSession session = session("right")) {
                    Future<byte[]> echoed = threads.submit(() -> echo(session, data));
                    for (int round = 0; round < 3; round++) {
                        session.reExchangeKeys().verify(PATIENCE);
                    }
                    return java.util.Arrays.equals(data, echoed.get(60, TimeUnit.SECONDS));
                }
            }));
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get(90, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void plainSocketsAreForwardedWholeToASlowReader() throws Exception {
        try (ServerSocket sink = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ClientSession session = session("right")) {
            PortForwardingTracker tracker = session.createLocalPortForwardingTracker(
                    new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", sink.getLocalPort()));
            byte[] data = new byte[8_000_000];
            new Random(2).nextBytes(data);
            Future<byte[]> received = threads.submit(() -> {
                try (Socket socket = sink.accept()) {
                    return socket.getInputStream().readAllBytes();
                }
            });
            try (Socket socket =
                    new Socket("127.0.0.1", tracker.getBoundAddress().getPort())) {
                socket.getOutputStream().write(data);
            }
            assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(data);
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheNextLoginWorks() throws Exception {
        assertThatThrownBy(() -> session("wrong")).isInstanceOf(IOException.class);
        try (ClientSession session = session("right")) {
            assertThat(session.isAuthenticated()).isTrue();
        }
    }

    @Test
    void aPeerThatVanishesEndsItsSession() throws Exception {
        ClientSession session = session("right");
        server.getActiveSessions().forEach(one -> one.getIoSession().close(true));
        assertThat(session.waitFor(java.util.EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                .contains(ClientSession.ClientSessionEvent.CLOSED);
    }

    @Test
    void aPortThatNobodyListensOnIsAnErrorAndATakenOneToo() throws Exception {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
            SshServer second = SshServer.setUpDefaultServer();
            second.setIoServiceFactoryFactory(new LoopTransport(loops));
            second.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
            second.setHost("127.0.0.1");
            second.setPort(free);
            assertThatThrownBy(second::start).isInstanceOf(IOException.class);
            second.close(true);
        }
        assertThatThrownBy(() -> client.connect("jo", new InetSocketAddress("127.0.0.1", free))
                        .verify(PATIENCE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aStoppedServerLeavesItsPortFree() throws Exception {
        int port = server.getPort();
        try (ClientSession session = session("right")) {
            server.stop(true);
            assertThat(session.waitFor(java.util.EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                    .contains(ClientSession.ClientSessionEvent.CLOSED);
        }
        try (ServerSocket again = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    private static byte[] echo(ClientSession session, byte[] data) throws IOException {
        try (ChannelExec channel = session.createExecChannel("echo")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            channel.setIn(new java.io.ByteArrayInputStream(data));
            channel.setOut(out);
            channel.open().verify(PATIENCE);
            channel.waitFor(java.util.EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofSeconds(60));
            return out.toByteArray();
        }
    }
}
