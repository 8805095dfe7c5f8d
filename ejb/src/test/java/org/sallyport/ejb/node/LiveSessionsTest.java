package org.sallyport.ejb.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.ejb.fixture.MemoryPresence;
import org.sallyport.ejb.fixture.MutableClock;
import org.sallyport.ejb.node.LiveSessions.Located;
import org.sallyport.ejb.node.LiveSessions.Source;

class LiveSessionsTest {
    private static final Duration TTL = Duration.ofSeconds(90);

    private final MutableClock clock = new MutableClock();
    private final MemoryPresence cache = new MemoryPresence();
    private final LiveSessions here = new LiveSessions(cache, clock);
    private final LiveSessions there = new LiveSessions(cache, clock);
    private final SessionEnds endsHere = new SessionEnds(cache);
    private final SessionEnds endsThere = new SessionEnds(cache);

    @BeforeEach
    void start() {
        here.start();
        there.start();
        endsHere.start();
        endsThere.start();
    }

    @Test
    void everyServerHasTheNewestFirstUntilAHeartbeatNamesThemNoMore() {
        here.told(agent("h1"), report(session("a", 1), session("b", 3)), TTL);
        here.told(agent("h2"), report(session("c", 2)), TTL);
        assertThat(ids(there.all())).containsExactly("b", "c", "a");
        assertThat(there.find("c")).hasValueSatisfying(found -> {
            assertThat(found.hostId()).isEqualTo("h2");
            assertThat(found.node()).isEqualTo("node-h2");
        });
        here.told(agent("h1"), report(session("a", 1)), TTL);
        assertThat(ids(there.all())).containsExactly("c", "a");
        assertThat(there.find("b")).isEmpty();
        here.told(agent("h1"), report(), TTL);
        assertThat(there.at("h1")).isEmpty();
        assertThat(ids(there.all())).containsExactly("c");
    }

    @Test
    void theyVanishWithTheirNodesHeartbeat() {
        here.told(agent("h1"), new LiveReport(List.of(session("a", 1)), 4), TTL);
        clock.advance(TTL.minusSeconds(1));
        assertThat(there.all()).hasSize(1);
        assertThat(there.untold()).isEqualTo(4);
        clock.advance(Duration.ofSeconds(2));
        assertThat(there.all()).isEmpty();
        assertThat(there.find("a")).isEmpty();
        assertThat(there.untold()).isZero();
    }

    @Test
    void nodeWithoutSessionsWritesNothing() {
        here.told(agent("h1"), report(), TTL);
        here.told(agent("h1"), report(), TTL);
        assertThat(cache.writes).isZero();
    }

    @Test
    void agentThatTellsOfAnothersSessionDoesNotGetIt() {
        here.told(agent("h1"), report(session("a", 1)), TTL);
        here.told(agent("thief"), report(session("a", 1)), TTL);
        assertThat(there.find("a")).map(Located::hostId).contains("h1");
        assertThat(there.at("thief")).isEmpty();
        here.told(agent("thief"), report(), TTL);
        assertThat(there.find("a")).map(Located::hostId).contains("h1");
    }

    @Test
    void wishToEndReachesTheServerWithTheStreamAtOnceAndIsToldUntilTheSessionIsOver() throws Exception {
        SessionEnd end = new SessionEnd("a", "ann", "enough");
        List<SessionEnd> heard = new ArrayList<>();
        AutoCloseable handle = endsThere.follow("h1", heard::add);
        endsHere.ask(Source.agent("h1"), end, TTL);
        assertThat(heard).containsExactly(end);
        assertThat(endsThere.outstanding(Source.agent("h1"), report(session("a", 1))))
                .containsExactly(end);
        // an agent with too many cannot tell that it is over
        assertThat(endsThere.outstanding(Source.agent("h1"), new LiveReport(List.of(), 1)))
                .containsExactly(end);
        assertThat(endsThere.outstanding(Source.agent("h2"), report(session("a", 1))))
                .isEmpty();
        endsThere.outstanding(Source.agent("h1"), report());
        assertThat(endsHere.outstanding(Source.agent("h1"), report(session("a", 1))))
                .isEmpty();
        handle.close();
        endsHere.ask(Source.agent("h1"), end, TTL);
        assertThat(heard).containsExactly(end);
    }

    private static List<String> ids(List<Located> found) {
        return found.stream().map(each -> each.session().id()).toList();
    }

    private static LiveReport report(LiveSession... sessions) {
        return new LiveReport(List.of(sessions), 0);
    }

    private static LiveSession session(String id, int second) {
        return new LiveSession(
                id,
                "dora",
                List.of("dev"),
                "root",
                "shell",
                true,
                Instant.EPOCH.plusSeconds(second),
                LiveState.RUNNING,
                List.of());
    }

    private static Caller.Agent agent(String hostId) {
        return new Caller.Agent(hostId, "node-" + hostId, Set.of(ServiceType.SSH), "192.0.2.1");
    }
}
