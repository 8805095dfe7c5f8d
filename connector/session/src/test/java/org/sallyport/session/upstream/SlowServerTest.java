package org.sallyport.session.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.process.Work;
import org.sallyport.session.server.SshThreads;

/** MINA gives up on a reader that does not read, after 30 s or what it is told; here it is told less. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LIMIT =
            "org.apache.sshd.config." + CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.getName();

    private final byte[] content = new byte[8 << 20];
    private final KeyPair serverKey = SshKeys.generate();
    private final KeyPair ca = SshKeys.generate();
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CompletableFuture<String> got = new CompletableFuture<>();
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private SshServer server;
    private UpstreamClient upstream;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        System.setProperty(LIMIT, "50");
        server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setCommandFactory((channel, line) -> new Reader(line));
        server.start();
        upstream = new UpstreamClient(
                new Nio2ServiceFactoryFactory(),
                () -> SshAlgorithms.ALL,
                new ChannelWindows(64 << 20, Place.PROXY),
                new SshThreads(tasks, tasks, tasks, timer, false));
    }

    @AfterEach
    void stop() throws IOException {
        System.clearProperty(LIMIT);
        upstream.close();
        server.close(true);
        timer.shutdownNow();
        tasks.shutdownNow();
    }

    /** Does not read before it is told to. */
    private final class Reader implements Command {
        private final boolean ours;
        private InputStream input;

        Reader(String line) {
            ours = line.equals("ours");
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            tasks.execute(() -> {
                try {
                    reads.await();
                    String digest = digest(input.readAllBytes());
                    if (ours) {
                        got.complete(digest);
                    }
                } catch (IOException | InterruptedException e) {
                    got.completeExceptionally(e);
                }
            });
        }

        @Override
        public void setInputStream(InputStream in) {
            input = in;
        }

        @Override
        public void destroy(ChannelSession channel) {}

        @Override
        public void setOutputStream(OutputStream out) {}

        @Override
        public void setErrorStream(OutputStream err) {}

        @Override
        public void setExitCallback(ExitCallback callback) {}
    }

    private static String digest(byte[] bytes) {
        try {
            return bytes.length + " "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
            try {
                return SshKeys.line(OpenSshCertificateBuilder.userCertificate()
                        .serial(1)
                        .publicKey(key)
                        .id("ann")
                        .principals(List.of("root"))
                        .validAfter(OpenSshCertificate.MIN_EPOCH)
                        .validBefore(OpenSshCertificate.INFINITY)
                        .sign(ca));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            return client.connect(new InetSocketAddress("127.0.0.1", server.getPort()), attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }

    private HostConnection connection() {
        UserIdentity ann = new UserIdentity(
                "ann",
                List.of("root"),
                List.of(),
                Map.of(),
                Set.of(),
                "",
                7,
                Instant.now().plusSeconds(600));
        return new UpstreamHost(upstream, Server::new, line -> line)
                .connect(new Visitor(ann, "root", "", new NoClient()));
    }

    /** Somebody with the limit, who writes to the same reader until MINA gives up. */
    private void outlastTheLimit() throws IOException {
        try (SshClient impatient = SshClient.setUpDefaultClient()) {
            impatient.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
            impatient.setServerKeyVerifier((session, address, key) -> true);
            impatient.start();
            try (ClientSession session = impatient
                    .connect("root", "127.0.0.1", server.getPort())
                    .verify(PATIENCE)
                    .getSession()) {
                session.addPasswordIdentity("any");
                session.auth().verify(PATIENCE);
                ChannelExec channel = session.createExecChannel("theirs");
                channel.open().verify(PATIENCE);
                assertThatThrownBy(() -> channel.getInvertedIn().write(content)).isInstanceOf(IOException.class);
                channel.close(true);
            }
        }
    }

    @Test
    void nothingIsLostOnAServerThatDoesNotReadForLongerThanMinasLimit() throws Exception {
        try (HostConnection connection = connection()) {
            SessionProcess process = connection.start(
                    new Launch(UUID.randomUUID(), "", new Work.Command("ours"), Map.of(), Optional.empty(), false));
            CompletableFuture<Void> written = new CompletableFuture<>();
            Thread writer = Thread.ofPlatform().start(() -> {
                try (OutputStream stdin = process.stdin()) {
                    stdin.write(content);
                    written.complete(null);
                } catch (IOException e) {
                    written.completeExceptionally(e);
                }
            });
            while (!EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                    .contains(writer.getState())) {
                Thread.onSpinWait();
            }

            outlastTheLimit();

            assertThat(written).as("it waits").isNotDone();
            reads.countDown();
            written.get();
            assertThat(got.get()).isEqualTo(digest(content));
        }
    }
}
