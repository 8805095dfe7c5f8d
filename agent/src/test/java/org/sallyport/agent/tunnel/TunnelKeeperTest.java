package org.sallyport.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

@Timeout(60)
class TunnelKeeperTest {
    @TempDir
    Path data;

    private final Clock clock = Clock.systemUTC();
    private final TestCluster cluster = new TestCluster(clock);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Echo> echoes = new LinkedBlockingQueue<>();
    private final AtomicReference<DialRequest> request = new AtomicReference<>();
    private final AtomicReference<NegotiatedAlgorithms> used = new AtomicReference<>();
    private TestProxy proxy;
    private DataDirectory directory;
    private TunnelKeeper keeper;
    private Thread running;

    @BeforeEach
    void begin() throws IOException {
        proxy = new TestProxy(cluster, cluster, 0);
        directory = DataDirectory.open(data.resolve("agent"));
    }

    @AfterEach
    void end() throws Exception {
        if (keeper != null) {
            keeper.stop(Duration.ZERO, () -> {});
            running.join();
        }
        directory.close();
        proxy.close();
    }

    private Credentials start() {
        Credentials credentials = new Credentials(new IdentityStore(directory), cluster.identity(proxy.port()));
        DialHandler echo = (asked, stream) -> {
            request.set(asked);
            Echo made = new Echo(stream);
            echoes.add(made);
            return made;
        };
        TunnelListener listener = new TunnelListener() {
            @Override
            public void up(Tunnel tunnel) {
                used.set(tunnel.algorithms());
                told.add("up");
            }

            @Override
            public void down(String cause) {
                told.add("down: " + cause);
            }
        };
        keeper = new TunnelKeeper(
                new ProxyRoute.SshPort(),
                credentials,
                cluster::trust,
                Map.of(ServiceType.SSH, echo),
                listener,
                new Random(1),
                clock);
        running = Thread.ofVirtual().start(() -> {
            try {
                keeper.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return credentials;
    }

    /** Sends back what comes, releasing the window only when it was taken; ends when its peer does. */
    private static final class Echo implements DialReceiver {
        private final DialStream stream;
        final CountDownLatch closed = new CountDownLatch(1);
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

        Echo(DialStream stream) {
            this.stream = stream;
        }

        @Override
        public void received(byte[] data, int offset, int length) {
            byte[] copy = java.util.Arrays.copyOfRange(data, offset, offset + length);
            stream.write(copy, 0, length).whenComplete((done, failure) -> stream.release(length));
        }

        @Override
        public void inputEnded() {
            events.add("ended");
            stream.close();
        }

        @Override
        public void closed() {
            events.add("closed");
            closed.countDown();
        }
    }

    private static String digest(byte[] data) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }

    @Test
    void renewedCertificatesLogInAnewWhileStreamsOfTheOldTunnelGoOn() throws Exception {
        Credentials credentials = start();
        Session first = proxy.awaitLogin();
        TestProxy.Dial dial = TestProxy.dial(first, 1, "ssh");
        credentials.replace(cluster.identity(proxy.port()));
        assertThat(proxy.awaitLogin()).isNotSameAs(first);
        dial.getInvertedIn().write("still there".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        dial.endInput();
        assertThat(new String(dial.getInvertedOut().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("still there");
    }

    @Test
    void itsKeysAreExchangedPostQuantum() throws Exception {
        start();
        assertThat(told.take()).isEqualTo("up");
        assertThat(used.get())
                .isEqualTo(new NegotiatedAlgorithms("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "aead"));
    }

    @Test
    void carriesBytesBothWaysKeepsHalfCloseAndTellsTheEndOnce() throws Exception {
        start();
        Session agent = proxy.awaitLogin();
        byte[] sent = new byte[8 << 20];
        new Random(4).nextBytes(sent);
        TestProxy.Dial dial = TestProxy.dial(agent, 1, "ssh");
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                dial.getInvertedIn().write(sent);
                dial.endInput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] back = dial.getInvertedOut().readAllBytes();
        writer.join();

        assertThat(digest(back)).isEqualTo(digest(sent));
        Echo echo = echoes.take();
        assertThat(echo.closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(echo.events).containsExactly("ended", "closed");
        assertThat(request.get())
                .isEqualTo(new DialRequest(
                        ServiceType.SSH, "node-1", "jo", "192.0.2.7", "00112233445566778899aabbccddeeff", false));
    }

    @Test
    void aSourceThatClosesRightAfterItsLastWriteLosesNothing() throws Exception {
        start();
        Session agent = proxy.awaitLogin();
        TestProxy.Dial dial = TestProxy.dial(agent, 1, "ssh");
        Echo echo = echoes.take();
        byte[] all = new byte[6 << 20];
        new Random(9).nextBytes(all);
        echo.stream.write(all, 0, all.length);
        echo.stream.close();
        // a slow reader: the window fills long before the end
        java.io.ByteArrayOutputStream read = new java.io.ByteArrayOutputStream();
        byte[] part = new byte[10_000];
        for (int n = dial.getInvertedOut().read(part);
                n >= 0;
                n = dial.getInvertedOut().read(part)) {
            read.write(part, 0, n);
            Thread.yield();
        }
        assertThat(digest(read.toByteArray())).isEqualTo(digest(all));
    }

    @Test
    void aWriterIsHeldBackByAReaderThatDoesNotRead() throws Exception {
        start();
        TestProxy.Dial dial = TestProxy.dial(proxy.awaitLogin(), 1, "ssh");
        Echo echo = echoes.take();
        byte[] window = new byte[2 << 20];
        echo.stream.write(window, 0, window.length).toCompletableFuture().get(30, TimeUnit.SECONDS);
        var more = echo.stream.write(window, 0, window.length).toCompletableFuture();
        assertThat(more).isNotDone();
        dial.close(false);
        assertThat(echo.closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(more).isCompletedExceptionally();
    }

    @Test
    void refusalsReachTheProxyWithReasonAndText() throws Exception {
        start();
        Session agent = proxy.awaitLogin();

        assertThat(refusal(TestProxy.dial(agent, 1, "db"))).contains("does not serve db");
        assertThat(refusal(TestProxy.dial(agent, 1, "ftp"))).contains("knows no service");
        assertThat(refusal(TestProxy.dial(agent, 2, "ssh"))).contains("version 1");
        assertThat(((SshChannelOpenException)
                                TestProxy.dial(agent, 2, "ssh").opening().getException())
                        .getReasonCode())
                .isEqualTo(1);
    }

    private static String refusal(TestProxy.Dial dial) {
        assertThat(dial.opening().getException()).isInstanceOf(SshChannelOpenException.class);
        return dial.opening().getException().getMessage();
    }

    @Test
    void comesBackWhenTheTunnelIsLost() throws Exception {
        start();
        Session first = proxy.awaitLogin();
        assertThat(told.take()).isEqualTo("up");
        first.close(true).await();
        assertThat(told.take()).startsWith("down: the tunnel to localhost:");
        proxy.awaitLogin();
        assertThat(told.take()).isEqualTo("up");
    }

    @Test
    void comesBackToAServerThatWasAway() throws Exception {
        int port = proxy.port();
        start();
        proxy.awaitLogin();
        proxy.close();
        while (!told.take().contains("network:")) {
            continue;
        }
        proxy = new TestProxy(cluster, cluster, port);
        proxy.awaitLogin();
    }

    @Test
    void drainMovesToANewTunnelAndLeavesTheOldOneToItsStreams() throws Exception {
        start();
        Session old = proxy.awaitLogin();
        TestProxy.Dial dial = TestProxy.dial(old, 1, "ssh");
        TestProxy.tell(old, "drain@sallyport.org", 0, 50);
        Session next = proxy.awaitLogin();

        assertThat(next).isNotSameAs(old);
        dial.getInvertedIn().write(new byte[] {42});
        dial.getInvertedIn().flush();
        assertThat(dial.getInvertedOut().read()).isEqualTo(42);
        assertThat(old.isOpen()).isTrue();
        dial.endInput();
        CountDownLatch closed = new CountDownLatch(1);
        old.addCloseFutureListener(future -> closed.countDown());
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(next.isOpen()).isTrue();
    }

    @Test
    void aProxyWithoutTheClustersCertificateIsNeverUsed() throws Exception {
        proxy.close();
        proxy = new TestProxy(cluster, new TestCluster(clock), 0);
        start();
        assertThat(told.take()).contains("cannot prove that it belongs to the cluster");
        assertThat(proxy.logins).isEmpty();
    }

    @Test
    void stoppingTakesNothingNewAndWaitsForWhatLives() throws Exception {
        start();
        Session agent = proxy.awaitLogin();
        assertThat(told.take()).isEqualTo("up");
        TestProxy.Dial dial = TestProxy.dial(agent, 1, "ssh");
        Thread stop = Thread.ofVirtual().start(() -> {
            try {
                keeper.stop(Duration.ofSeconds(60), () -> {});
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        String text = "";
        while (!text.contains("about to stop")) {
            TestProxy.Dial late = TestProxy.dial(agent, 1, "ssh");
            text = late.opening().isOpened()
                    ? ""
                    : late.opening().getException().getMessage();
            late.close(true);
        }
        assertThat(agent.isOpen()).isTrue();
        dial.endInput();
        assertThat(dial.getInvertedOut().read()).isEqualTo(-1);
        echoes.forEach(echo -> echo.stream.abort());
        stop.join();
        running.join();
    }
}
