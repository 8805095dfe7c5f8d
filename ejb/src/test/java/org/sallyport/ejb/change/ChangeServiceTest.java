package org.sallyport.ejb.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.change.ChangeService;
import org.sallyport.core.change.Changes;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.CaUse;
import org.sallyport.ejb.fixture.AuthServer;

class ChangeServiceTest {
    private static final Duration TTL = Duration.ofSeconds(90);

    private final AuthServer server = new AuthServer();
    private final ChangeMarks marks = new ChangeMarks();
    private final ChangeNotices notices = new ChangeNotices(server.presenceStore);
    private final ChangeService service = new ChangeServiceBean(marks, server.authorizer);
    private Caller.User editor;
    private Caller.User nobody;
    private long mark;

    @BeforeEach
    void start() {
        server.role("no-rules", new RoleSpec(null, RoleConditions.NONE, null));
        server.user("nora", "no-rules");
        new ChangeSources(marks, server.feed, server.presence, server.liveSessions, server.trust, notices).start();
        editor = server.admin();
        nobody = server.as("nora");
        mark = service.after(editor, ChangeService.BEGIN).mark();
    }

    @Test
    void whoBeginsIsToldNothingAndThenEachChangeOnce() {
        assertThat(service.after(editor, ChangeService.BEGIN).kinds()).isEmpty();
        assertThat(news(editor)).isEmpty();
        server.lock("l1", LockTarget.ofUser("nora"), "");
        server.user("ann", "no-rules");
        assertThat(news(editor)).containsExactly("lock", "user");
        assertThat(news(editor)).isEmpty();
    }

    @Test
    void whatIsNotCommittedIsNotTold() {
        assertThatThrownBy(() -> server.transactions.separate(() -> {
                    server.repository.delete(ResourceKind.ROLE, "no-rules", Optional.empty(), server.clock.instant());
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        server.feed.catchUp();
        assertThat(news(editor)).isEmpty();
    }

    @Test
    void nobodyIsToldOfKindsThatHeMayNotList() {
        server.lock("l1", LockTarget.ofUser("admin2"), "");
        server.tokens.create(AuthServer.SYSTEM, new TokenCreation(null, List.of(ServiceType.SSH), null, null));
        server.feed.catchUp();
        notices.tell("session_recording");
        server.presence.caUse("h1", new CaUse(Set.of("a"), "a", "a"), TTL);
        assertThat(service.after(nobody, mark).kinds()).isEmpty();
        assertThat(service.after(editor, mark).kinds())
                .containsExactly("cert_authority", "lock", "session_recording", "token");
        assertThat(service.after(AuthServer.STRANGER, mark).kinds()).isEmpty();
    }

    @Test
    void heartbeatsAreNoChangesButComingGoingAndNewLabelsAre() {
        server.presence.heartbeat(node("dev"), TTL);
        assertThat(news(nobody)).containsExactly("node");
        server.clock.advance(Duration.ofSeconds(15));
        server.presence.heartbeat(node("dev"), TTL);
        assertThat(news(nobody)).isEmpty();
        server.presence.heartbeat(node("prod"), TTL);
        assertThat(news(nobody)).containsExactly("node");
        server.presence.tunnelUp(tunnel("t1"), TTL);
        assertThat(news(nobody)).containsExactly("node");
        server.presence.tunnelUp(tunnel("t2"), TTL);
        server.presence.heartbeat(node("prod"), TTL);
        server.presence.tunnelDown(tunnel("t1"));
        assertThat(news(nobody)).isEmpty();
        server.presence.tunnelDown(tunnel("t2"));
        assertThat(news(nobody)).containsExactly("node");
        server.presenceStore.remove("node/h1");
        assertThat(news(nobody)).containsExactly("node");
    }

    @Test
    void nodeThatComesBackAfterItsTimeIsNews() {
        server.presence.heartbeat(node("dev"), TTL);
        mark = service.after(nobody, mark).mark();
        server.clock.advance(TTL.plusSeconds(1));
        server.presence.heartbeat(node("dev"), TTL);
        assertThat(news(nobody)).containsExactly("node");
    }

    @Test
    void sessionsAreToldWhenTheyBeginAndEndNotWithEachReport() {
        Caller.Agent agent = new Caller.Agent("h1", "web", Set.of(ServiceType.SSH), "192.0.2.30");
        server.liveSessions.told(agent, new LiveReport(List.of(session("s1")), 0), TTL);
        assertThat(news(nobody)).containsExactly("live_session");
        server.liveSessions.told(agent, new LiveReport(List.of(session("s1")), 0), TTL);
        assertThat(news(nobody)).isEmpty();
        server.liveSessions.told(agent, new LiveReport(List.of(), 0), TTL);
        assertThat(news(nobody)).containsExactly("live_session");
    }

    private List<String> news(Caller caller) {
        Changes changes = service.after(caller, mark);
        mark = changes.mark();
        return changes.kinds();
    }

    private static Node node(String env) {
        return new Node("h1", "web", Map.of("env", env), Set.of(ServiceType.SSH), "1", false, Instant.EPOCH);
    }

    private static TunnelInfo tunnel(String id) {
        return new TunnelInfo(
                id,
                "h1",
                Set.of(ServiceType.SSH),
                "192.0.2.1",
                Instant.EPOCH,
                new NegotiatedAlgorithms("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "aead"));
    }

    private static LiveSession session(String id) {
        return new LiveSession(
                id, "ann", List.of(), "root", "shell", true, Instant.EPOCH, LiveState.RUNNING, List.of());
    }
}
