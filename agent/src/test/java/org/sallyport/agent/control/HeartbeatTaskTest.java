package org.sallyport.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.SessionEnd;
import org.sallyport.session.live.SessionBook;

/** Against a component API on loopback whose interval is far longer than a test. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeartbeatTaskTest {
    private static final long NEVER = 600_000;

    private record Ended(String session, String by, String why) {}

    private static final class Book implements SessionBook {
        private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        private volatile List<LiveSession> live = List.of();
        private volatile Runnable told = () -> {};

        @Override
        public List<LiveSession> live() {
            return live;
        }

        @Override
        public void end(String sessionId, String by, String why) {
            ended.add(new Ended(sessionId, by, why));
        }

        @Override
        public void whenChanged(Runnable listener) {
            told = listener;
        }

        void now(LiveSession... sessions) {
            live = List.of(sessions);
            told.run();
        }
    }

    /** Takes heartbeats; what it answers is the test's. */
    private static final class AuthService extends ComponentGrpc.ComponentImplBase {
        private final BlockingQueue<Heartbeat> heartbeats = new LinkedBlockingQueue<>();
        private volatile StreamObserver<InventoryReply> replies;

        @Override
        public StreamObserver<Heartbeat> inventory(StreamObserver<InventoryReply> out) {
            replies = out;
            return new StreamObserver<>() {
                @Override
                public void onNext(Heartbeat heartbeat) {
                    heartbeats.add(heartbeat);
                }

                @Override
                public void onError(Throwable gone) {
                    // the test is over
                }

                @Override
                public void onCompleted() {
                    // an agent does not
                }
            };
        }

        Heartbeat next() throws InterruptedException {
            return heartbeats.take();
        }

        void answer(SessionEnd... ends) {
            replies.onNext(InventoryReply.newBuilder()
                    .setNextIntervalMillis(NEVER)
                    .addAllEndSessions(List.of(ends))
                    .build());
        }

        void push(SessionEnd end) {
            replies.onNext(InventoryReply.newBuilder().addEndSessions(end).build());
        }
    }

    @TempDir
    private Path parent;

    private final Book book = new Book();
    private final AuthService auth = new AuthService();
    private DataDirectory directory;
    private Server server;
    private ManagedChannel channel;
    private Thread task;

    @BeforeEach
    void start() throws Exception {
        directory = DataDirectory.open(parent.resolve("data"));
        Clock clock = Clock.systemUTC();
        Credentials credentials = new Credentials(new IdentityStore(directory), new TestCluster(clock).identity(1));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(auth)
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        HeartbeatTask heartbeats = new HeartbeatTask(
                new ControlTasks.Self("web-1", "9", () -> Map.of("env", "test"), book),
                Set.of(ServiceType.SSH),
                new KnowledgeCache(directory, credentials, clock),
                new CountDownLatch(0),
                clock);
        task = Thread.ofVirtual().start(() -> {
            try {
                heartbeats.run(channel);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        task.interrupt();
        task.join();
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        directory.close();
    }

    @Test
    void aChangeOfSessionsDoesNotWaitForTheInterval() throws Exception {
        assertThat(auth.next().getLiveSessionsJsonList()).isEmpty();
        auth.answer();
        book.now(session("a"));
        assertThat(auth.next().getLiveSessionsJson(0).toStringUtf8()).contains("\"id\":\"a\"");
        // while the answer is still out
        book.now(session("a"), session("b"));
        auth.answer();
        assertThat(auth.next().getLiveSessionsJsonCount()).isEqualTo(2);
        auth.answer();
        book.now();
        assertThat(auth.next().getLiveSessionsJsonList()).isEmpty();
    }

    @Test
    void whatTheServerWantsEndedIsEndedWithAndBetweenAnswers() throws Exception {
        auth.next();
        // before the answer, and none itself
        auth.push(end("early"));
        auth.answer(end("answered"));
        auth.push(end("pushed"));
        for (String session : List.of("early", "answered", "pushed")) {
            assertThat(book.ended.take()).isEqualTo(new Ended(session, "ann", "enough"));
        }
        book.now(session("a"));
        assertThat(auth.next().getLiveSessionsJsonCount()).isEqualTo(1);
    }

    private static SessionEnd end(String session) {
        return SessionEnd.newBuilder()
                .setSessionId(session)
                .setBy("ann")
                .setWhy("enough")
                .build();
    }

    private static LiveSession session(String id) {
        return new LiveSession(id, "jo", List.of(), "root", "shell", true, Instant.EPOCH, LiveState.RUNNING, List.of());
    }
}
