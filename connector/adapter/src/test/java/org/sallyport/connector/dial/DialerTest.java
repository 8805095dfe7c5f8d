package org.sallyport.connector.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.adapter.FakeListener;
import org.sallyport.connector.adapter.TestCluster;
import org.sallyport.connector.ending.FakeClient;
import org.sallyport.connector.lock.LiveLocks;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.tunnel.TunnelRegistry;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.transport.StreamBudget;

/** Several nodes of one name: which one is dialled. No agent has a tunnel here. */
class DialerTest {
    private final FakeListener listener = new FakeListener(new TestCluster());
    private final Relays relays = new Relays(new Deferral(Runnable::run), new StreamBudget(1 << 24, 1 << 16, 1 << 20));
    private final List<String> ended = new ArrayList<>();
    private final Dialer dialer = new Dialer(
            listener,
            new AgentDials(new TunnelRegistry(), relays, Duration.ofSeconds(1)),
            relays,
            new LiveLocks(listener, Runnable::run, (task, delay) -> {}, () -> 0),
            (caller, target, node, course, end) -> ended.add(node.hostId() + " " + course));

    private static Node node(String hostId) {
        return new Node(hostId, "web", Map.of(), Set.of(ServiceType.SSH), "1", true, Instant.EPOCH);
    }

    private String dial() {
        return dialer.dial(
                new Caller.User("ann", List.of(), Map.of(), "192.0.2.7"),
                new DialTarget(ServiceType.SSH, "web"),
                new FakeClient(),
                relays.reserve());
    }

    private Course server(String hostId) {
        Course course = new Course.ToServer(hostId + ".internal", 22, List.of());
        listener.courses.put(hostId, course);
        return course;
    }

    @Test
    void theFirstThatCanBeReachedIsDialledAndEachIsAskedForItsCourseOnce() {
        listener.courses.put("at-agent", new Course.ToAgent());
        listener.courses.put("through", new Course.Through());
        Course second = server("second");
        server("first");
        listener.routed = List.of(node("through"), node("at-agent"), node("second"), node("first"));

        assertThat(dial()).isEqualTo("second");

        assertThat(ended).containsExactly("second " + second);
        assertThat(listener.coursesAsked).containsExactly("through", "at-agent", "second", "first");
        assertThat(listener.dials).hasSize(1);
    }

    @Test
    void theListsOrderDecidesWhicheverItIs() {
        server("a");
        server("b");
        listener.routed = List.of(node("b"), node("a"));
        assertThat(dial()).isEqualTo("b");
        listener.routed = List.of(node("a"), node("b"));
        assertThat(dial()).isEqualTo("a");
    }

    @Test
    void whenNoneCanBeReachedThatIsToldAndAudited() {
        listener.routed = List.of(node("a"), node("b"));

        assertThatThrownBy(this::dial)
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("'web' is not connected");

        assertThat(ended).isEmpty();
        assertThat(listener.dials).singleElement().satisfies(told -> assertThat(told.refusal())
                .isPresent());
    }
}
