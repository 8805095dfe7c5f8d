package org.sallyport.connector.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.adapter.FakeListener;
import org.sallyport.connector.adapter.TestCluster;
import org.sallyport.connector.dial.AgentDials;
import org.sallyport.connector.ending.EndedNode.CurrentNode;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.connector.transport.ConnectorThreads;
import org.sallyport.connector.tunnel.TunnelRegistry;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.transport.StreamBudget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndedNodesTest {
    @TempDir
    Path dir;

    private final HandClock clock = new HandClock();
    private final FakeListener listener = new FakeListener(new TestCluster());
    private final ConnectorThreads threads = new ConnectorThreads(EndedNodesTest.class.getClassLoader());
    private final ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) threads.timer();
    private final Relays relays = new Relays(
            new Deferral(threads.blocking(), threads::afterWrite), new StreamBudget(1 << 24, 1 << 16, 1 << 20));
    private final Node node = node(Map.of("env", "dev"));
    private EndingSsh ending;

    private static Node node(Map<String, String> labels) {
        return new Node(
                UUID.randomUUID().toString(), "web1", labels, Set.of(ServiceType.SSH), "1", true, Instant.EPOCH);
    }

    @BeforeEach
    void open() {
        ending = new EndingSsh(
                listener,
                new AgentDials(new TunnelRegistry(), relays, Duration.ofSeconds(1)),
                relays,
                threads,
                new EndingSsh.Settings(dir, ServerAddresses.ofSystem()),
                clock);
        listener.liveNodes.put(node.hostId(), node);
    }

    @AfterEach
    void close() {
        ending.close();
        threads.close();
    }

    /** A client that connects and says nothing. */
    private FakeClient dial() {
        FakeClient client = new FakeClient();
        ServedEnd end = new ServedEnd();
        relays.join(client, end, relays.reserve(), () -> {});
        ending.serve(
                new Caller.User("ann", List.of(), Map.of(), "192.0.2.7"),
                new DialTarget(ServiceType.SSH, "web1"),
                node,
                new Course.ToServer("192.0.2.9", 22, List.of()),
                end);
        await(() -> client.text().startsWith("SSH-2.0-"));
        return client;
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** The service's own view of what is left may come after its client's. */
    private void awaitRemoval() {
        await(() -> {
            ending.look();
            return ending.nodes() == 0;
        });
    }

    @Test
    void aServiceThatNobodyUsesIsRemovedAfterAWhileWithAllThatItHeld() {
        int tasks = timer.getQueue().size();
        FakeClient client = dial();
        assertThat(timer.getQueue()).hasSizeGreaterThan(tasks);

        clock.pass(EndedNodes.KEPT.multipliedBy(2));
        ending.look();
        assertThat(ending.nodes()).as("in use").isEqualTo(1);

        client.leave();
        await(() -> relays.open() == 0);
        ending.look();
        assertThat(ending.nodes()).as("used a moment ago").isEqualTo(1);

        await(() -> {
            clock.pass(EndedNodes.KEPT);
            ending.look();
            return ending.nodes() == 0;
        });
        await(() -> timer.getQueue().size() == tasks);
    }

    @Test
    void theServiceOfANodeThatIsGoneIsRemovedWithItsLastConnection() {
        FakeClient client = dial();
        listener.liveNodes.clear();
        ending.look();
        assertThat(ending.nodes()).isEqualTo(1);

        client.leave();

        awaitRemoval();
    }

    @Test
    void theNextDialHasAServiceAgain() {
        dial().leave();
        listener.liveNodes.clear();
        awaitRemoval();

        assertThat(dial().text()).startsWith("SSH-2.0-");
        assertThat(ending.nodes()).isEqualTo(1);
    }

    @Test
    void whatIsDecidedOnAreTheNodesLabelsOfTheMoment() {
        CurrentNode current = new CurrentNode(listener.nodes(), node, new Course.ToAgent());
        Node changed =
                new Node(node.hostId(), "web1", Map.of("env", "prod"), node.services(), "1", true, Instant.EPOCH);

        listener.liveNodes.put(node.hostId(), changed);
        assertThat(current.get().labels()).containsEntry("env", "prod");

        listener.liveNodes.clear();
        assertThat(current.isGone()).isTrue();
        assertThat(current.get()).isEqualTo(node);
    }

    @Test
    void nothingIsServedAfterTheEnd() {
        ending.close();

        assertThatThrownBy(this::dial)
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("this server is shutting down");
    }
}
