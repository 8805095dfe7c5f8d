package org.sallyport.transport.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.transport.StreamBudget;

/** Windows of a real SSH channel, over a long path and a short one. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamWindowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FIRST = 128 * 1024;
    private static final SshdSocketAddress ANY = new SshdSocketAddress("127.0.0.1", 22);

    private final StreamBudget budget = new StreamBudget(64 << 20, FIRST, FIRST);
    private final BlockingQueue<Sink> sinks = new LinkedBlockingQueue<>();
    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();

    @BeforeEach
    void start() throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setChannelFactories(List.of(new ChannelFactory() {
            @Override
            public String getName() {
                return "direct-tcpip";
            }

            @Override
            public Channel createChannel(Session session) {
                Sink sink = new Sink();
                StreamWindow.give(sink, FIRST, budget);
                sinks.add(sink);
                return sink;
            }
        }));
        server.start();
        client.setServerKeyVerifier((session, remote, key) -> true);
        client.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.stop();
        server.stop(true);
    }

    private ClientSession session(int port) throws IOException {
        ClientSession session =
                client.connect("jo", "127.0.0.1", port).verify(PATIENCE).getSession();
        session.addPasswordIdentity("x");
        session.auth().verify(PATIENCE);
        return session;
    }

    @Test
    void growsOverALongPathAndGivesBackWhatItTook() throws Exception {
        try (LongPath path = new LongPath(server.getPort(), Duration.ofMillis(25));
                ClientSession session = session(path.port());
                ChannelDirectTcpip channel = session.createDirectTcpipChannel(ANY, ANY)) {
            channel.open().verify(PATIENCE);
            assertThat(channel.getRemoteWindow().getMaxSize()).isEqualTo(FIRST);
            Sink sink = sinks.poll(20, TimeUnit.SECONDS);
            sink.takes.countDown();
            long sent = 0;
            OutputStream out = channel.getInvertedIn();
            byte[] piece = new byte[32 * 1024];
            // as long as it takes: each doubling is a round trip in which the window is full
            while (budget.reserved() < 8 * FIRST) {
                out.write(piece);
                out.flush();
                sent += piece.length;
            }
            channel.close(false).await(PATIENCE);
            sink.closed.await();
            assertThat(sink.taken.get()).isEqualTo(sent);
            assertThat(budget.reserved()).isZero();
        }
    }

    @Test
    void doesNotGrowForAReaderThatDoesNotRead() throws Exception {
        try (LongPath path = new LongPath(server.getPort(), Duration.ofMillis(5));
                ClientSession session = session(path.port());
                ChannelDirectTcpip channel = session.createDirectTcpipChannel(ANY, ANY)) {
            channel.open().verify(PATIENCE);
            Sink sink = sinks.poll(20, TimeUnit.SECONDS);
            channel.getInvertedIn().write(new byte[FIRST]);
            channel.getInvertedIn().flush();
            sink.awaitArrived(FIRST);
            // a round trip later everything that was asked for is answered
            Buffer ping = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
            ping.putString("keepalive@openssh.com");
            ping.putBoolean(true);
            session.request("keepalive@openssh.com", ping, PATIENCE);
            assertThat(channel.getRemoteWindow().getSize()).isZero();
            assertThat(budget.reserved()).isZero();
        }
    }

    @Test
    void everythingThatIsTakenIsCreditedAgain() throws Exception {
        try (ClientSession session = session(server.getPort());
                ChannelDirectTcpip channel = session.createDirectTcpipChannel(ANY, ANY)) {
            channel.open().verify(PATIENCE);
            Sink sink = sinks.poll(20, TimeUnit.SECONDS);
            sink.takes.countDown();
            byte[] data = new byte[40 * FIRST + 1];
            channel.getInvertedIn().write(data);
            channel.getInvertedIn().flush();
            sink.awaitArrived(data.length);
            assertThat(sink.taken.get()).isEqualTo(data.length);
        }
    }

    /** Takes everything as it comes, once it is told to begin. */
    private static final class Sink extends AbstractServerChannel {
        private final CountDownLatch takes = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicLong taken = new AtomicLong();
        private long arrived;
        private long untaken;

        Sink() {
            super(null);
            addCloseFutureListener(end -> closed.countDown());
        }

        @Override
        protected void configureWindow() {
            super.configureWindow();
            StreamWindow.withhold(this);
        }

        @Override
        protected OpenFuture doInit(Buffer buffer) {
            OpenFuture opening = new DefaultOpenFuture(this, this);
            signalChannelOpenSuccess();
            opening.setOpened();
            return opening;
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) throws IOException {
            StreamWindow.received(this, (int) length);
            untaken += length;
            if (takes.getCount() == 0) {
                taken.addAndGet(untaken);
                StreamWindow.release(this, (int) untaken);
                untaken = 0;
            }
            synchronized (this) {
                arrived += length;
                notifyAll();
            }
        }

        synchronized void awaitArrived(long bytes) throws InterruptedException {
            while (arrived < bytes) {
                wait(20_000);
            }
        }

        @Override
        protected void doWriteExtendedData(byte[] data, int offset, long length) {
            throw new UnsupportedOperationException();
        }
    }
}
