package org.sallyport.ejb.livesession;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.livesession.LiveSessionQuery;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.LiveSessions.Source;
import org.sallyport.ejb.node.NodeDirectory;
import org.sallyport.ejb.node.NodeServiceBean;

class LiveSessionServiceTest {
    private static final Duration TTL = Duration.ofSeconds(90);
    private static final DialTarget WEB = new DialTarget(ServiceType.SSH, "web");

    private final AuthServer server = new AuthServer();
    private final NodeDirectory nodes =
            new NodeDirectory(server.nodes, server.directory, server.evaluator, server.joinable);

    @BeforeEach
    void sessions() {
        server.role("dev", RoleSpecs.NOTHING);
        server.role("other", RoleSpecs.NOTHING);
        server.role(
                "helper", RoleSpecs.joining(new SessionJoin("", List.of("dev"), List.of(), List.of(SessionMode.PEER))));
        server.role("warden", RoleSpecs.ruling("list", "delete"));
        server.role("reader", RoleSpecs.ruling("list"));
        for (String role : List.of("helper", "warden", "reader", "other")) {
            server.user(role, role);
        }
        server.user("dora", "dev");
        server.presence.heartbeat(
                new Node("h1", "web", Map.of(), Set.of(ServiceType.SSH), "1", true, Instant.EPOCH), TTL);
        told(session("dev-1", "dora", "dev", true), session("ops-1", "olga", "ops", true));
    }

    @Test
    void eachSeesItsOwnWhatItMayJoinAndWithARuleAll() {
        assertThat(ids("dora")).containsExactly("dev-1");
        assertThat(ids("helper")).containsExactly("dev-1");
        assertThat(ids("reader")).containsExactly("dev-1", "ops-1");
        assertThat(ids("warden")).containsExactly("dev-1", "ops-1");
        assertThat(ids("other")).isEmpty();
        assertThat(list(new Caller.Anonymous("192.0.2.9")).items()).isEmpty();
        assertThat(list(agent("h1")).items()).isEmpty();
    }

    @Test
    void viewsSayWhereItIsAndWhatTheCallerMay() {
        LiveSessionView view = server.sessions.get(server.as("helper"), "dev-1");
        assertThat(view.node()).isEqualTo("web");
        assertThat(view.hostId()).isEqualTo("h1");
        assertThat(view.joinModes()).containsExactly(SessionMode.PEER);
        assertThat(view.mayEnd()).isFalse();
        assertThat(server.sessions.get(server.as("warden"), "dev-1")).satisfies(seen -> {
            assertThat(seen.joinModes()).isEmpty();
            assertThat(seen.mayEnd()).isTrue();
        });
        assertThat(server.sessions.get(server.as("dora"), "dev-1")).satisfies(seen -> {
            assertThat(seen.joinModes()).contains(SessionMode.OBSERVER, SessionMode.PEER);
            assertThat(seen.mayEnd()).isTrue();
        });
    }

    @Test
    void whatIsNotThereAndWhatMayNotBeSeenLookTheSameAndAreAudited() {
        SallyportException hidden =
                Refused.with(ErrorCode.NOT_FOUND, () -> server.sessions.get(server.as("other"), "dev-1"));
        SallyportException absent =
                Refused.with(ErrorCode.NOT_FOUND, () -> server.sessions.get(server.as("other"), "dev-9"));
        assertThat(hidden.userMessage()).isEqualTo(absent.userMessage().replace("dev-9", "dev-1"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.sessions.end(server.as("other"), "dev-1", ""));
        assertThat(server.audit.of("access.denied"))
                .extracting(event -> event.user() + " " + event.fields().get("action"))
                .containsExactly("other verb=read", "other verb=read", "other verb=delete");
    }

    @Test
    void sessionWithoutATerminalIsJoinedByNobody() {
        told(session("dev-2", "dora", "dev", false));
        assertThat(ids("helper")).isEmpty();
        assertThat(server.sessions.get(server.as("dora"), "dev-2").joinModes()).isEmpty();
        assertThat(nodes.route(server.as("helper"), WEB)).isEmpty();
    }

    @Test
    void endIsAuditedAndReachesTheAgentUntilItIsDone() {
        List<SessionEnd> pushed = new ArrayList<>();
        server.sessionEnds.follow("h1", pushed::add);
        server.sessions.end(server.as("warden"), "dev-1", " stop it ");
        SessionEnd end = new SessionEnd("dev-1", "warden", "stop it");
        assertThat(pushed).containsExactly(end);
        assertThat(server.audit.of("session.end.requested")).singleElement().satisfies(event -> {
            assertThat(event.user()).isEqualTo("warden");
            assertThat(event.sessionId()).isEqualTo("dev-1");
            assertThat(event.fields())
                    .containsEntry("session_user", "dora")
                    .containsEntry("node", "web")
                    .containsEntry("reason", "stop it");
        });
        server.sessions.end(server.as("dora"), "dev-1", "");
        assertThat(pushed).hasSize(2);
    }

    @Test
    void whoMayOnlySeeOrJoinDoesNotEnd() {
        for (String name : List.of("reader", "helper")) {
            SallyportException refusal =
                    Refused.with(ErrorCode.ACCESS_DENIED, () -> server.sessions.end(server.as(name), "dev-1", ""));
            assertThat(refusal.userMessage()).contains("rule for session that allows delete");
        }
        assertThat(server.audit.of("access.denied")).hasSize(2);
        assertThat(server.sessionEnds.outstanding(Source.agent("h1"), new LiveReport(List.of(), 1)))
                .isEmpty();
    }

    @Test
    void reasonIsOneReadableLine() {
        for (String bad : List.of("a\u001b[2Jb", "a\nb", "x".repeat(257))) {
            Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.sessions.end(server.as("warden"), "dev-1", bad));
        }
        assertThat(server.audit.of("session.end.requested")).isEmpty();
    }

    @Test
    void whoMayJoinASessionIsRoutedToItsNodeAndStillDoesNotSeeIt() {
        assertThat(nodes.route(server.as("helper"), WEB))
                .extracting(Node::hostId)
                .containsExactly("h1");
        assertThat(new NodeServiceBean(nodes)
                        .list(server.as("helper"), "", "", 10)
                        .items())
                .isEmpty();
        assertThat(nodes.route(server.as("other"), WEB)).isEmpty();
        assertThat(nodes.route(server.as("reader"), WEB))
                .as("to see is not to join")
                .isEmpty();
        told();
        assertThat(nodes.route(server.as("helper"), WEB)).isEmpty();
    }

    @Test
    void listIsFilteredAndPaged() {
        Caller.User reader = server.as("reader");
        assertThat(list(reader, new LiveSessionQuery("olga", ""))).containsExactly("ops-1");
        assertThat(list(reader, new LiveSessionQuery("", "WEB"))).hasSize(2);
        assertThat(list(reader, new LiveSessionQuery("", "h1"))).hasSize(2);
        assertThat(list(reader, new LiveSessionQuery("", "db"))).isEmpty();
        LiveSessionPage first = server.sessions.list(reader, LiveSessionQuery.ALL, "", 1);
        LiveSessionPage second = server.sessions.list(reader, LiveSessionQuery.ALL, first.nextCursor(), 1);
        assertThat(first.items()).extracting(LiveSessionView::id).containsExactly("dev-1");
        assertThat(second.items()).extracting(LiveSessionView::id).containsExactly("ops-1");
        assertThat(second.nextCursor()).isEmpty();
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.sessions.list(reader, LiveSessionQuery.ALL, "bm8", 1));
    }

    @Test
    void howManyAreNotToldIsForThoseWhoMayListAll() {
        server.liveSessions.told(agent("h1"), new LiveReport(List.of(session("dev-1", "dora", "dev", true)), 3), TTL);
        assertThat(list(server.as("reader")).untold()).isEqualTo(3);
        assertThat(list(server.as("dora")).untold()).isZero();
    }

    private LiveSessionPage list(Caller caller) {
        return server.sessions.list(caller, LiveSessionQuery.ALL, "", 100);
    }

    private List<String> list(Caller caller, LiveSessionQuery query) {
        return server.sessions.list(caller, query, "", 100).items().stream()
                .map(LiveSessionView::id)
                .toList();
    }

    private List<String> ids(String user) {
        return list(server.as(user)).items().stream().map(LiveSessionView::id).toList();
    }

    private void told(LiveSession... sessions) {
        server.liveSessions.told(agent("h1"), new LiveReport(List.of(sessions), 0), TTL);
    }

    private static Caller.Agent agent(String hostId) {
        return new Caller.Agent(hostId, "web", Set.of(ServiceType.SSH), "192.0.2.1");
    }

    private static LiveSession session(String id, String user, String role, boolean terminal) {
        return new LiveSession(
                id,
                user,
                List.of(role),
                "root",
                terminal ? "shell" : "exec",
                terminal,
                Instant.EPOCH,
                LiveState.RUNNING,
                List.of());
    }

    private static final class RoleSpecs {
        static final RoleSpec NOTHING = new RoleSpec(null, RoleConditions.NONE, null);

        private RoleSpecs() {}

        static RoleSpec joining(SessionJoin join) {
            return new RoleSpec(
                    null, new RoleConditions(List.of(), Map.of(), "", List.of(), List.of(join), List.of()), null);
        }

        static RoleSpec ruling(String... verbs) {
            return new RoleSpec(
                    null,
                    new RoleConditions(
                            List.of(), Map.of(), List.of(new RoleRule(List.of("live_session"), List.of(verbs)))),
                    null);
        }
    }
}
