package org.sallyport.session.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.server.SshThreads;

/** Shells at a server that does what it likes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpstreamShellTest {
    private static final int ONE_SHELL = 128 * 1024;

    private final KeyPair serverKey = SshKeys.generate();
    private final KeyPair ca = SshKeys.generate();
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private volatile ClientSession made;
    private volatile Behaviour behaviour = channel -> {};
    private SshServer server;
    private UpstreamClient upstream;

    /** What the server sends when its shell starts. */
    private interface Behaviour {
        void start(ChannelSession channel) throws IOException;
    }

    /** What a terminal would have. */
    private static final class Terminal implements ShellReceiver {
        private final CompletableFuture<Shell> shell = new CompletableFuture<>();
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

        @Override
        public void opened(Shell opened) {
            shell.complete(opened);
        }

        @Override
        public void refused(SallyportException why) {
            throw new AssertionError(why);
        }

        @Override
        public void output(byte[] bytes) {
            pieces.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void ended(End ended) {
            end.complete(ended);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> key instanceof OpenSshCertificate && user.equals("root"));
        server.setShellFactory(channel -> new Scripted());
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
        server.close(true);
        timer.shutdownNow();
        tasks.shutdownNow();
    }

    private final class Scripted implements Command {
        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            behaviour.start(channel);
        }

        @Override
        public void destroy(ChannelSession channel) {}

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream out) {}

        @Override
        public void setErrorStream(OutputStream err) {}

        @Override
        public void setExitCallback(ExitCallback callback) {}
    }

    private final class Server implements Destination {
        @Override
        public Wording wording() {
            return new Wording("sshd of web1", "127.0.0.1", "", "", "");
        }

        @Override
        public HostKeyRule hostKeys() {
            return HostKeyRule.Enrolled.of(List.of(SshKeys.line(serverKey.getPublic())));
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            throw new AssertionError();
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            ClientSession session = client.connect(new InetSocketAddress("127.0.0.1", server.getPort()), attempt);
            made = session;
            return session;
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }

    private void client(long windows) {
        upstream = new UpstreamClient(
                new Nio2ServiceFactoryFactory(),
                () -> SshAlgorithms.ALL,
                new ChannelWindows(windows, Place.PROXY),
                new SshThreads(tasks, tasks, tasks, timer, false));
    }

    private Terminal open(String login) throws Exception {
        return open(login, Optional.empty());
    }

    private Terminal open(String login, Optional<String> command) throws Exception {
        UserIdentity ann = new UserIdentity(
                "ann",
                List.of(login),
                List.of(),
                Map.of(),
                Set.of(),
                "",
                7,
                Instant.now().plusSeconds(600));
        KeyPair key = SshKeys.generate();
        OpenSshCertificate certificate = OpenSshCertificateBuilder.userCertificate()
                .serial(1)
                .publicKey(key.getPublic())
                .id("ann")
                .principals(List.of(login))
                .validAfter(OpenSshCertificate.MIN_EPOCH)
                .validBefore(OpenSshCertificate.INFINITY)
                .sign(ca);
        Terminal terminal = new Terminal();
        UpstreamShell.open(
                upstream,
                new UpstreamShell.Login(
                        new Server(),
                        new Visitor(ann, login, "", new NoClient()),
                        new KeyPair(certificate, key.getPrivate())),
                new UpstreamShell.Program(new TerminalRequest("xterm", new TerminalSize(80, 24), Map.of()), command),
                tasks,
                terminal);
        return terminal;
    }

    private static Buffer packet(ChannelSession channel, byte command) {
        Buffer packet = channel.getSession().createBuffer(command, 64);
        packet.putUInt(channel.getRecipient());
        return packet;
    }

    private static void data(ChannelSession channel, String text) throws IOException {
        Buffer packet = packet(channel, SshConstants.SSH_MSG_CHANNEL_DATA);
        packet.putString(text);
        channel.getSession().writePacket(packet);
    }

    @Test
    void emptyDataIsDropped() throws Exception {
        client(64 << 20);
        behaviour = channel -> {
            for (int i = 0; i < 100; i++) {
                data(channel, "");
            }
            data(channel, "some");
        };
        Terminal terminal = open("root");
        assertThat(terminal.pieces.take()).isEqualTo("some");
        assertThat(terminal.end).isNotDone();
    }

    @Test
    void answersThatNobodyAskedForEndTheShell() throws Exception {
        client(64 << 20);
        behaviour = channel -> {
            data(channel, "it runs");
            for (int i = 0; i < 100; i++) {
                channel.getSession().writePacket(packet(channel, SshConstants.SSH_MSG_CHANNEL_SUCCESS));
            }
        };
        Terminal terminal = open("root");
        assertThat(terminal.end.get().status()).isEmpty();
    }

    @Test
    void aServerThatRunsNoCommandsIsSaidToStartNone() {
        client(64 << 20);
        assertThatThrownBy(() -> open("root", Optional.of("join s1 observer")))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("sshd of web1 starts no command");
    }

    @Test
    void theConnectionForgetsTheKey() throws Exception {
        client(64 << 20);
        var unused = open("root");
        ClientSession session = made;
        assertThat(session.isAuthenticated()).isTrue();
        assertThat(session.getRegisteredIdentities().loadIdentities(session)).isEmpty();
    }

    @Test
    void withoutMemoryThereIsNoShellAndItsEndGivesItsMemoryBack() throws Exception {
        client(ONE_SHELL);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> open("nobody"))
                    .isInstanceOfSatisfying(
                            SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        }
        Terminal first = open("root");
        assertThatThrownBy(() -> open("root"))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS))
                .hasMessageContaining(ChannelWindows.FULL);

        ClientSession session = made;
        first.shell.get().close();
        session.close(true).await();
        assertThat(open("root").shell).isCompleted();
    }
}
