package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.LiveHeap;
import org.sallyport.tests.cluster.Programs;

/**
 * Streams of every size, with pauses, half-closes, resets and slow readers: no wrong byte, and nothing left behind.
 * {@code -Dsallyport.streams=10000} makes it the whole of what the product promises.
 */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RandomStreamsIT {
    private static final int STREAMS = Integer.getInteger("sallyport.streams", 1500);
    private static final int LARGEST = 64 << 20;
    private static final List<String> AGENT_PARTS =
            List.of("org.sallyport.session.forward.DirectChannel", "org.sallyport.agent.tunnel.DialChannel");
    private static final List<String> SERVER_PARTS = List.of(
            "org.sallyport.connector.pipe.Pipe",
            "org.sallyport.connector.pipe.PipedServerChannel",
            "org.sallyport.connector.dial.DialChannel");
    private static final String TIMED = "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask";
    private Workplace at;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptrandom");
    }

    @AfterAll
    void close() {
        at.close();
    }

    private static String script(String name) {
        return Programs.root().resolve("tests/src/test/scripts").resolve(name).toString();
    }

    private LiveHeap agent() {
        return LiveHeap.of(at.cluster().agent().handle());
    }

    private LiveHeap server() {
        return LiveHeap.of(at.cluster().server().handle());
    }

    /** A connection of the user's stock ssh that forwards a port, as long as the body runs. */
    private String throughForward(int port, String body) {
        return """
                ssh -F %1$s -o BatchMode=yes -o ExitOnForwardFailure=yes -L 1%2$d:127.0.0.1:%2$d \
                    -f -N -M -S %3$s %4$s >/dev/null || exit 41
                %5$s
                code=$?
                ssh -F %1$s -S %3$s -O exit %4$s 2>/dev/null
                exit $code
                """.formatted(
                at.user().sshConfig(), port, at.cluster().directory().resolve("mux-random-" + port), at.target(), body);
    }

    private Command.Result streams(int count, int seed) {
        String run = "python3 " + script("random_streams.py") + " run 17901 " + count + " " + seed + " " + LARGEST;
        return at.user()
                .host()
                .shell(throughForward(7901, run))
                .within(Duration.ofMinutes(30))
                .run();
    }

    @Test
    void randomStreamsAreExactAndLeaveNothingBehind() {
        Process peer = at.cluster()
                .network()
                .agent()
                .command("python3", script("random_streams.py"), "serve", "7901")
                .start(at.cluster().directory().resolve("random-peer.log"));
        try {
            assertThat(streams(300, 1).out()).contains("300 exact of 300");
            LiveHeap agentBefore = agent();
            LiveHeap serverBefore = server();
            Command.Result result = streams(STREAMS, 2);
            assertThat(result.out()).as(result.toString()).contains(STREAMS + " exact of " + STREAMS);
            awaitGone("agent", AGENT_PARTS, agentBefore, this::agent);
            awaitGone("server", SERVER_PARTS, serverBefore, this::server);
            assertNoMore(agentBefore, agent());
            assertNoMore(serverBefore, server());
        } finally {
            peer.destroy();
        }
    }

    /** Component streams of agents are pipes too, and stay; so do, for minutes, streams of earlier tests that were cut. */
    private static void awaitGone(
            String where, List<String> parts, LiveHeap before, java.util.function.Supplier<LiveHeap> heap) {
        LiveHeap[] last = new LiveHeap[1];
        Await.until(
                "nothing of the streams is left at the " + where,
                Duration.ofSeconds(60),
                () -> {
                    last[0] = heap.get();
                    return parts.stream().allMatch(part -> last[0].instancesOf(part) <= before.instancesOf(part) + 2);
                },
                () -> parts.stream()
                        .map(part -> part + ": " + last[0].instancesOf(part))
                        .toList()
                        .toString());
    }

    /** What one stream in ten left behind would show, and what a pool or a cache holds would not. */
    private static void assertNoMore(LiveHeap before, LiveHeap after) {
        int few = STREAMS / 10;
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 20);
        for (String part : List.of("java.nio.DirectByteBuffer", TIMED)) {
            assertThat(after.instancesOf(part)).as(part).isLessThanOrEqualTo(before.instancesOf(part) + few);
        }
        // 16 KiB a stream, or what caches and buffers that were made meanwhile may hold
        long most = Math.max(24 << 20, STREAMS * 16L * 1024);
        System.out.println(
                "live bytes " + (after.bytes() - before.bytes()) / 1024 + " KiB more: " + after.growthSince(before));
        assertThat(after.bytes())
                .as("live bytes; more than before: " + after.growthSince(before))
                .isLessThanOrEqualTo(before.bytes() + most);
    }

    @Test
    void streamsShareAConnectionFairlyAndStuckOnesHoldUpNobody() throws IOException {
        Process source = at.cluster()
                .network()
                .agent()
                .command("python3", script("stream_source.py"), "7902", Long.toString(1L << 40))
                .start(at.cluster().directory().resolve("fair-source.log"));
        LiveHeap agentBefore = agent();
        LiveHeap serverBefore = server();
        Process fair = at.user()
                .host()
                .shell(throughForward(7902, "python3 " + script("fair_streams.py") + " 17902 64 8 " + (1 << 30)))
                .pipe();
        try (BufferedReader out = fair.inputReader()) {
            int thousandths = Integer.parseInt(String.valueOf(out.readLine()));
            assertThat(thousandths)
                    .as("least share, in thousandths of the fair one")
                    .isGreaterThanOrEqualTo(100);
            // the stuck ones are still there
            assertThat(agent().bytes()).isLessThan(agentBefore.bytes() + (32 << 20));
            assertThat(server().bytes()).isLessThan(serverBefore.bytes() + (32 << 20));
        } finally {
            fair.getOutputStream().close();
            fair.destroy();
            source.destroy();
        }
    }
}
