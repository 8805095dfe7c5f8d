package org.sallyport.ejb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.audit.Outcome;
import org.sallyport.core.fakes.MemoryMeters;

class AuditTallyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");
    private final MemoryMeters meters = new MemoryMeters();
    private final AuditTally tally = new AuditTally(meters);

    private static AuditEvent.Builder of(AuditEventType type) {
        return AuditEvent.of(type).user("ann").address("192.0.2.7");
    }

    @Test
    void dialsAndLoginsAreCountedByOutcomeAndError() {
        tally.count(of(AuditEventType.DIAL).at(NOW));
        tally.count(of(AuditEventType.DIAL).at(NOW));
        tally.count(
                of(AuditEventType.DIAL_REFUSED).field("error", "AGENT_OFFLINE").at(NOW));
        tally.count(of(AuditEventType.USER_LOGIN).at(NOW));
        tally.count(of(AuditEventType.USER_LOGIN_FAILED).at(NOW));
        assertThat(meters.sums())
                .containsEntry("DIALS{error.type=none, sallyport.outcome=success}", 2.0)
                .containsEntry("DIALS{error.type=AGENT_OFFLINE, sallyport.outcome=failure}", 1.0)
                .containsEntry("LOGINS{error.type=none, sallyport.outcome=success}", 1.0)
                .containsEntry("LOGINS{error.type=_OTHER, sallyport.outcome=failure}", 1.0)
                .containsEntry("AUDIT_EVENTS{sallyport.event=proxy.dial, sallyport.outcome=success}", 2.0);
    }

    @Test
    void certificatesAreCountedByKind() {
        tally.count(
                of(AuditEventType.CERTIFICATE_ISSUED).field("kind", "ssh-user").at(NOW));
        assertThat(meters.sums()).containsEntry("CERTIFICATES{sallyport.certificate.kind=ssh-user}", 1.0);
    }

    /** Each value of an attribute is a time series for ever. */
    @Test
    void whatOthersWroteIntoAnEventMakesNoAttributes() {
        tally.count(
                of(AuditEventType.DIAL_REFUSED).field("error", "no such code").at(NOW));
        tally.count(new AuditEvent(
                UUID.randomUUID(),
                "of.a.later.version",
                "SP9999I",
                NOW,
                Outcome.SUCCESS,
                "",
                "",
                "",
                "",
                "",
                "",
                Map.of()));
        assertThat(meters.sums().keySet())
                .contains(
                        "DIALS{error.type=_OTHER, sallyport.outcome=failure}",
                        "AUDIT_EVENTS{sallyport.event=_OTHER, sallyport.outcome=success}")
                .noneMatch(name -> name.contains("ann") || name.contains("192.0.2.7") || name.contains("no such code"));
    }
}
