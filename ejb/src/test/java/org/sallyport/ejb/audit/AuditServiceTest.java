package org.sallyport.ejb.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class AuditServiceTest {
    private final AuthServer server = new AuthServer();
    private final Caller.Agent agent = new Caller.Agent("h1", "web", Set.of(ServiceType.SSH), "192.0.2.1");

    @Test
    void agentReportsSessionsOnItself() {
        AuditEvent exec = exec("h1", server.clock.instant());
        assertThat(server.auditService.ingest(agent, List.of(exec)))
                .containsExactly(exec.uid().toString());
        assertThat(server.auditService.ingest(agent, List.of(exec)))
                .containsExactly(exec.uid().toString());
        assertThat(server.audit.of("session.exec")).singleElement().satisfies(stored -> {
            assertThat(stored.fields()).containsEntry("reported_by", "agent:h1").containsEntry("command", "id");
            assertThat(stored.user()).isEqualTo("alice");
        });
    }

    /** Whatever an agent emits: one refused event holds up all that follow. */
    @Test
    void agentReportsAllThatHappensInSessions() {
        List<AuditEventType> own = List.of(
                AuditEventType.SESSION_START,
                AuditEventType.SESSION_END,
                AuditEventType.SESSION_RESUME,
                AuditEventType.SESSION_JOIN,
                AuditEventType.SESSION_JOIN_REFUSED,
                AuditEventType.SESSION_LEAVE,
                AuditEventType.SESSION_TERMINATED,
                AuditEventType.ACCESS_DENIED);
        for (AuditEventType type : own) {
            AuditEvent event = AuditEvent.of(type)
                    .user("alice")
                    .resource("node", "h1")
                    .session("s1")
                    .at(server.clock.instant());
            assertThat(server.auditService.ingest(agent, List.of(event)))
                    .as(type.wireName())
                    .containsExactly(event.uid().toString());
        }
        refused(
                ErrorCode.ACCESS_DENIED,
                AuditEvent.of(AuditEventType.SESSION_END_REQUESTED)
                        .user("alice")
                        .resource("node", "h1")
                        .at(server.clock.instant()));
    }

    @Test
    void agentCannotTellOfOthersNorWriteTheServersEvents() {
        Instant now = server.clock.instant();
        refused(ErrorCode.ACCESS_DENIED, exec("h2", now));
        refused(
                ErrorCode.ACCESS_DENIED,
                AuditEvent.of(AuditEventType.USER_LOGIN).resource("node", "h1").at(now));
        refused(ErrorCode.INVALID_ARGUMENT, exec("h1", now.plusSeconds(3600)));
        AuditEvent real = exec("h1", now);
        refused(
                ErrorCode.INVALID_ARGUMENT,
                new AuditEvent(
                        real.uid(),
                        real.event(),
                        "SP9999I",
                        now,
                        real.outcome(),
                        "alice",
                        "node",
                        "h1",
                        "",
                        "",
                        "",
                        real.fields()));
        refused(
                ErrorCode.PAYLOAD_TOO_LARGE,
                AuditEvent.of(AuditEventType.EXEC)
                        .resource("node", "h1")
                        .field("command", "x".repeat(9000))
                        .at(now));
        assertThat(server.audit.of("session.exec")).isEmpty();
        assertThat(server.audit.of("component.refused")).hasSize(5);
    }

    @Test
    void logIsReadByThoseWhoMayOnly() {
        server.user("ann", "auditor");
        server.user("alice", "access");
        assertThat(server.auditService
                        .search(server.as("ann"), AuditQuery.ALL, "", 10)
                        .items())
                .isNotEmpty();
        Refused.with(
                ErrorCode.ACCESS_DENIED, () -> server.auditService.search(server.as("alice"), AuditQuery.ALL, "", 10));
        assertThat(server.audit.of("access.denied")).hasSize(1);
    }

    @Test
    void searchPagesBackwards() {
        Page<AuditEvent> first = server.auditService.search(server.admin(), AuditQuery.ALL, "", 2);
        Page<AuditEvent> second = server.auditService.search(server.admin(), AuditQuery.ALL, first.nextCursor(), 100);
        assertThat(first.items().get(0).event()).isEqualTo("cluster.init");
        assertThat(second.items()).doesNotContainAnyElementsOf(first.items());
        assertThat(second.nextCursor()).isEmpty();
    }

    @Test
    void followerBeginsNowAndMissesNothing() {
        String cursor = server.auditService
                .follow(server.admin(), AuditQuery.ALL, "", 10)
                .nextCursor();
        server.user("ann", "auditor");
        AuditQuery created = new AuditQuery(
                java.util.Optional.empty(), java.util.Optional.empty(), "", "resource.created", "ann", "", "");
        Page<AuditEvent> page = server.auditService.follow(server.admin(), created, cursor, 10);
        assertThat(page.items()).extracting(AuditEvent::resource).containsExactly("ann");
        assertThat(server.auditService
                        .follow(server.admin(), created, page.nextCursor(), 10)
                        .items())
                .isEmpty();
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> server.auditService.follow(server.admin(), AuditQuery.ALL, "nonsense", 10));
    }

    private void refused(ErrorCode code, AuditEvent event) {
        Refused.with(code, () -> server.auditService.ingest(agent, List.of(event)));
    }

    private static AuditEvent exec(String hostId, Instant when) {
        return AuditEvent.of(AuditEventType.EXEC)
                .user("alice")
                .resource("node", hostId)
                .session("s1")
                .field("command", "id")
                .at(when);
    }
}
