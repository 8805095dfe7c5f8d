package org.sallyport.ejb.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.LiveSessions.Source;
import org.sallyport.ejb.proxysession.ProxyBeans;
import org.sallyport.ejb.proxysession.ProxyId;
import org.sallyport.ejb.proxysession.ProxyRecordings;
import org.sallyport.ejb.proxysession.ProxySessionDesk;

/** What proxies send of the sessions that end there. */
class ProxyRecordingsTest {
    private static final String OTHER = "0a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";

    private final AuthServer server = new AuthServer();
    private final RecordingBeans beans = new RecordingBeans(server);
    private final ProxyBeans proxies = new ProxyBeans(server);
    private final ProxySessionDesk one = proxy("one");
    private final ProxySessionDesk two = proxy("two");

    private ProxySessionDesk proxy(String name) {
        ProxyId id = new ProxyId(() -> name);
        ProxyRecordings recordings =
                new ProxyRecordings(id, beans.service, server.nodes, server.auditRepository, server.transactions);
        return new ProxySessionDesk(null, null, null, null, recordings, null);
    }

    private boolean send(ProxySessionDesk from, SealedSession session, String node, int number, boolean last) {
        RecordingInfo info = session.info("ann", node);
        return from.storeSegment(info, new Upload(number, session.segments.get(number), last, ""));
    }

    private RecordingView view(SealedSession session) {
        return beans.service.get(AuthServer.SYSTEM, session.id.toString());
    }

    private Node enrolled() {
        proxies.enrol("db1", "192.0.2.1", Map.of());
        return server.nodes.named("db1").getFirst();
    }

    @Test
    void aRecordingOfTheProxysIsThatOfTheNode() {
        Node node = enrolled();
        SealedSession session = beans.session(2);
        assertThat(send(one, session, "db1", 0, false)).isFalse();
        assertThat(send(one, session, node.hostId(), 1, true)).isTrue();
        assertThat(view(session).state()).isEqualTo(RecordingState.COMPLETE);
        assertThat(view(session).hostId()).isEqualTo(node.hostId());
        assertThat(view(session).info().node()).isEqualTo("db1");
        assertThat(server.audit.of("recording.completed").getFirst().fields())
                .containsEntry("reported_by", "proxy:one");
    }

    @Test
    void neitherAnotherProxyNorAnAgentAddsToIt() {
        enrolled();
        SealedSession session = beans.session(3);
        send(one, session, "db1", 0, false);
        Refused.with(ErrorCode.ACCESS_DENIED, () -> send(two, session, "db1", 1, false));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> beans.send(session, 1, false));
        assertThat(server.audit.of("component.refused"))
                .extracting(AuditEvent::user)
                .containsExactly("proxy:two", "agent:host-1");
        // nor does a proxy to what an agent sends
        SealedSession agents = beans.session(2);
        beans.send(agents, 0, false);
        Refused.with(ErrorCode.ACCESS_DENIED, () -> send(one, agents, "db1", 1, true));
    }

    @Test
    void whatComesLateIsTakenInWhenTheNodeIsGone() {
        Node node = enrolled();
        SealedSession session = beans.session(1);
        started(session, "node", node.hostId(), "proxy:one");
        server.resources.delete(server.admin(), ResourceKind.OPENSSH_NODE, "db1", Optional.empty());
        assertThat(send(one, session, "db1", 0, true)).isTrue();
        assertThat(view(session).hostId()).isEqualTo(node.hostId());
        SealedSession unheard = beans.session(1);
        Refused.with(ErrorCode.NOT_FOUND, () -> send(one, unheard, "nowhere", 0, true));
    }

    @Test
    void whereASessionWasIsTheWordOfThisProxyAlone() {
        Node node = enrolled();
        SealedSession session = beans.session(1);
        started(session, "node", node.hostId(), "proxy:one");
        started(session, "node", OTHER, "agent:host-1");
        started(session, "node", OTHER, "proxy:two");
        started(session, "node", OTHER, "");
        started(session, "application", OTHER, "proxy:one");
        assertThat(send(one, session, "db1", 0, true)).isTrue();
        assertThat(view(session).hostId()).isEqualTo(node.hostId());
    }

    @Test
    void anAgentsWordMakesNoNode() {
        SealedSession session = beans.session(1);
        started(session, "node", OTHER, "agent:host-1");
        Refused.with(ErrorCode.NOT_FOUND, () -> send(one, session, "nowhere", 0, true));
    }

    @Test
    void anotherAgentsWordsInPlentyDoNotHideIt() {
        Node node = enrolled();
        server.resources.delete(server.admin(), ResourceKind.OPENSSH_NODE, "db1", Optional.empty());
        SealedSession session = beans.session(1);
        started(session, "node", node.hostId(), "proxy:one");
        for (int more = 0; more < 250; more++) {
            started(session, "node", OTHER, "agent:host-1");
        }
        assertThat(send(one, session, "db1", 0, true)).isTrue();
        assertThat(view(session).hostId()).isEqualTo(node.hostId());
    }

    private void started(SealedSession session, String kind, String resource, String reporter) {
        server.auditRepository.append(AuditEvent.of(AuditEventType.SESSION_START)
                .user("ann")
                .resource(kind, resource)
                .session(session.id.toString())
                .field("reported_by", reporter)
                .at(session.info("ann", "db1").started()));
    }

    @Test
    void anIdleSessionThatLivesAtTheProxyIsLeftAlone() {
        Node node = enrolled();
        beans.orphans.look();
        SealedSession session = beans.session(2);
        send(one, session, "db1", 0, false);
        server.clock.advance(RecordingOrphans.QUIET.plusSeconds(1));
        live(node, List.of(session));
        beans.orphans.look();
        assertThat(view(session).state()).isEqualTo(RecordingState.LIVE);
        live(node, List.of());
        beans.orphans.look();
        assertThat(view(session).state()).isEqualTo(RecordingState.INCOMPLETE);
    }

    private void live(Node node, List<SealedSession> sessions) {
        List<LiveSession> told = sessions.stream()
                .map(session -> new LiveSession(
                        session.id.toString(),
                        "ann",
                        List.of(),
                        "root",
                        "shell",
                        true,
                        server.clock.instant(),
                        LiveState.RUNNING,
                        List.of()))
                .toList();
        server.liveSessions.told(
                Source.proxy(node.hostId(), "proxy:one"), "db1", new LiveReport(told, 0), Duration.ofHours(1));
    }
}
