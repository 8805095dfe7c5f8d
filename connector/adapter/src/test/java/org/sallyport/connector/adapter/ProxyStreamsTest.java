package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.connector.tunnel.Tunnel;
import org.sallyport.core.connector.DialStream;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyStreamsTest {
    private static final int MIB = 1024 * 1024;
    private static final int SIZE = Integer.getInteger("sallyport.test.stream.mib", 4) * MIB;

    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;
    private ClientSession agent;
    private ClientSession user;

    @BeforeEach
    void connect() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId, "up", hostId, "down", hostId);
        agent = proxy.peers.connect("agent:" + hostId, proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
        user = proxy.peers.connect("jo", proxy.cluster.user("jo", "root"));
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
    }

    @Test
    void ninetyTwoStreamsArriveByteForByteAndLeaveNothing() throws Exception {
        BlockingQueue<String> uploaded = new LinkedBlockingQueue<>();
        proxy.peers.services.put("up", stream -> uploaded.add(receiveTagged(stream)));
        proxy.peers.services.put("down", stream -> sendAsAsked(stream));
        List<Future<String>> results = new ArrayList<>();
        List<String> expectedUp = new ArrayList<>();
        for (int i = 0; i < 92; i++) {
            int seed = i;
            boolean slow = i % 8 == 0 && i < 96;
            if (i % 2 == 0) {
                expectedUp.add(seed + " " + digest(seed));
                results.add(proxy.peers.threads().submit(() -> upload(seed, slow)));
            } else {
                results.add(proxy.peers.threads().submit(() -> download(seed, slow)));
            }
        }
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).get(170, TimeUnit.SECONDS))
                    .as("stream %d", i)
                    .isEqualTo(digest(i));
        }
        List<String> arrived = new ArrayList<>();
        for (int i = 0; i < expectedUp.size(); i++) {
            arrived.add(uploaded.poll(60, TimeUnit.SECONDS));
        }
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(expectedUp);
        assertNothingLeft();
    }

    private String upload(int seed, boolean slow) throws IOException {
        DialStream stream = proxy.peers.dial(user, "up", 22);
        OutputStream out = stream.output();
        out.write(seed);
        out.write(slow ? 1 : 0);
        send(out, seed);
        // closed right after the last write, without waiting for anything
        stream.close();
        return digest(seed);
    }

    private String download(int seed, boolean slow) throws IOException {
        DialStream stream = proxy.peers.dial(user, "down", 22);
        stream.output().write(seed);
        String digest = receive(stream.input(), slow);
        stream.close();
        return digest;
    }

    private static String receiveTagged(DialStream stream) {
        try {
            int seed = stream.input().read();
            boolean slow = stream.input().read() == 1;
            String digest = receive(stream.input(), slow);
            stream.close();
            return seed + " " + digest;
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void sendAsAsked(DialStream stream) {
        try {
            send(stream.output(), stream.input().read());
            stream.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(OutputStream out, int seed) throws IOException {
        Random random = new Random(seed);
        byte[] chunk = new byte[50_000];
        for (int left = SIZE; left > 0; left -= chunk.length) {
            random.nextBytes(chunk);
            out.write(chunk, 0, Math.min(left, chunk.length));
        }
    }

    private static String digest(int seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            send(
                    new OutputStream() {
                        @Override
                        public void write(int value) {
                            digest.update((byte) value);
                        }

                        @Override
                        public void write(byte[] data, int offset, int length) {
                            digest.update(data, offset, length);
                        }
                    },
                    seed);
            return HexFormat.of().formatHex(digest.digest());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A slow reader takes little at a time and idles in between: what the test is about, not a wait for something. */
    private static String receive(InputStream in, boolean slow) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[slow ? 7_001 : 65_536];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
                if (slow) {
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNothingLeft() {
        await("no pipe left at the proxy", () -> proxy.endpoint.relays().open() == 0);
        await("no memory reserved", () -> proxy.endpoint.relays().reserved() == 0);
        await("no pipe left at the peers", () -> proxy.peers.relays.open() == 0);
        Tunnel tunnel = proxy.endpoint.registry().all().getFirst();
        await("no channel left on the tunnel", () -> tunnel.session()
                .getService(AbstractConnectionService.class)
                .getChannels()
                .isEmpty());
    }

    @Test
    void halfCloseIsKeptBothWays() throws Exception {
        CountDownLatch eofSeen = new CountDownLatch(1);
        proxy.peers.services.put("node", stream -> {
            try {
                // the agent finishes its direction first, then still takes everything
                stream.output().write("early".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                stream.output().close();
                assertThat(new String(stream.input().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo("late");
                eofSeen.countDown();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        DialStream stream = proxy.peers.dial(user, "node", 22);
        assertThat(new String(stream.input().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("early");
        stream.output().write("late".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        stream.output().close();
        assertThat(eofSeen.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingLeft();
    }

    @Test
    void dialTellsTheAgentWhoAsks() throws Exception {
        proxy.peers.services.put("node", DialStream::close);
        proxy.peers.dial(user, "node." + TestCluster.NAME + ".", 0).close();
        Peers.Dial dial = proxy.peers.dials.poll(20, TimeUnit.SECONDS);
        assertThat(dial.version()).isEqualTo(1);
        assertThat(dial.kind()).isEqualTo("ssh");
        assertThat(dial.name()).isEqualTo("node");
        assertThat(dial.caller()).isEqualTo("jo");
        assertThat(dial.address()).isEqualTo("127.0.0.1");
        assertThat(dial.traceId()).matches("[0-9a-f]{32}");
        assertThat(dial.resumable()).isFalse();
        assertThat(proxy.listener.dials)
                .containsExactly(new FakeListener.Dialed("jo", "node", hostId, java.util.Optional.empty()));
    }

    @Test
    void anAgentThatEndsTheStreamAtOnceIsSeenToOpenItFirst() throws Exception {
        proxy.peers.services.put("node", DialStream::close);
        for (int i = 0; i < 100; i++) {
            try (DialStream stream = proxy.peers.dial(user, "node", 22)) {
                assertThat(stream.input().read()).isEqualTo(-1);
            }
        }
        assertNothingLeft();
    }

    @Test
    void refusalOfTheAgentReachesTheUserWithReasonAndText() {
        assertThatThrownBy(() -> proxy.peers.dial(user, "node", 22))
                .hasRootCauseInstanceOf(SshChannelOpenException.class)
                .rootCause()
                .satisfies(e -> assertThat(((SshChannelOpenException) e).getReasonCode())
                        .isEqualTo(1))
                .hasMessage("agent: nobody may log in here; ask its owner");
        assertNothingLeft();
    }

    @Test
    void dialThatCannotBeRecordedIsTakenBack() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        proxy.peers.services.put("node", stream -> {
            try {
                stream.input().read();
            } catch (IOException cutOff) {
                ended.countDown();
            }
        });
        proxy.listener.storeAway = true;
        assertThatThrownBy(() -> proxy.peers.dial(user, "node", 22))
                .rootCause()
                .hasMessage("proxy: this connection is refused, because it cannot be recorded in the audit log: auth:"
                        + " the store is away; try again");
        assertThat(ended.await(20, TimeUnit.SECONDS))
                .as("the agent's end is closed")
                .isTrue();
        assertThat(proxy.listener.dials)
                .containsExactly(new FakeListener.Dialed(
                        "jo", "node", "", java.util.Optional.of(org.sallyport.api.error.ErrorCode.STORE_UNAVAILABLE)));
        assertNothingLeft();
        proxy.listener.storeAway = false;
        proxy.peers.services.put("node", DialStream::close);
        proxy.peers.dial(user, "node", 22).close();
        assertNothingLeft();
    }

    @Test
    void unknownNodeWrongPortAndOfflineAgentAreToldApart() throws Exception {
        assertThatThrownBy(() -> proxy.peers.dial(user, "other", 22))
                .hasRootCauseMessage("proxy: no node 'other' that you may see; see sallyport ls");
        assertThatThrownBy(() -> proxy.peers.dial(user, "node", 80)).rootCause().hasMessageContaining("port 80");
        agent.close(true);
        await("tunnel down", () -> proxy.listener.tunnels.contains("down " + hostId + " last=true"));
        assertThatThrownBy(() -> proxy.peers.dial(user, "node", 22))
                .rootCause()
                .hasMessageContaining("is not connected, last seen 1970-01-01T00:00:00Z");
        assertThat(proxy.listener.dials).hasSize(2);
    }

    @Test
    void deathOfTheAgentClosesTheStreamWithoutEof() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        proxy.peers.services.put("node", stream -> {
            try {
                stream.output().write(1);
                sent.countDown();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        DialStream stream = proxy.peers.dial(user, "node", 22);
        assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.input().read()).isEqualTo(1);
        agent.close(true);
        assertThatThrownBy(() -> stream.input().read()).isInstanceOf(IOException.class);
        await("no pipe left at the proxy", () -> proxy.endpoint.relays().open() == 0);
        await("no memory reserved", () -> proxy.endpoint.relays().reserved() == 0);
    }

    @Test
    void keysMayBeExchangedInTheMiddle() throws Exception {
        BlockingQueue<String> uploaded = new LinkedBlockingQueue<>();
        proxy.peers.services.put("up", stream -> uploaded.add(receiveTagged(stream)));
        DialStream stream = proxy.peers.dial(user, "up", 22);
        stream.output().write(7);
        stream.output().write(0);
        Future<?> sending = proxy.peers.threads().submit(() -> {
            send(stream.output(), 7);
            stream.close();
            return null;
        });
        Tunnel tunnel = proxy.endpoint.registry().all().getFirst();
        for (int i = 0; i < 5; i++) {
            user.reExchangeKeys().verify(Duration.ofSeconds(20));
            tunnel.session().reExchangeKeys().verify(Duration.ofSeconds(20));
        }
        sending.get(60, TimeUnit.SECONDS);
        assertThat(uploaded.poll(60, TimeUnit.SECONDS)).isEqualTo("7 " + digest(7));
        assertNothingLeft();
    }
}
