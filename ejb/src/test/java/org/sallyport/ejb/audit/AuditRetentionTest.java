package org.sallyport.ejb.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuditPolicy;
import org.sallyport.ejb.fixture.AuthServer;

class AuditRetentionTest {
    private final AuthServer server = new AuthServer();

    @Test
    void oldEventsGoAndTheRecordSaysUpToWhen() {
        Instant start = server.clock.instant();
        server.keepAuditFor(Duration.ofDays(30));
        server.auditRetention.run();
        assertThat(server.audit.of("audit.retained")).isEmpty();

        server.clock.advance(Duration.ofDays(31));
        record(1);
        int before = server.audit.all().size();
        server.auditRetention.run();

        AuditEvent record = server.audit.of("audit.retained").getFirst();
        Instant bound = Instant.parse(record.fields().get("before"));
        assertThat(bound)
                .isAfter(start)
                .isBeforeOrEqualTo(server.clock.instant().minus(Duration.ofDays(30)));
        assertThat(record.code()).isEqualTo("SP1600I");
        assertThat(record.fields()).containsEntry("removed", Integer.toString(before - 1));
        assertThat(server.audit.all()).extracting(AuditEvent::event).containsExactly("proxy.dial", "audit.retained");

        // the next record takes the place of the first
        server.clock.advance(Duration.ofDays(31));
        server.auditRetention.run();
        assertThat(server.audit.all()).singleElement().satisfies(next -> {
            assertThat(Instant.parse(next.fields().get("before"))).isAfter(bound);
            assertThat(next.fields()).containsEntry("removed", "2");
        });
    }

    @Test
    void moreThanABatchGoes() {
        server.keepAuditFor(Duration.ofDays(1));
        server.clock.advance(Duration.ofDays(-3));
        record(2 * AuditRetention.BATCH);
        server.clock.advance(Duration.ofDays(3));
        server.auditRetention.run();
        assertThat(server.audit.of("proxy.dial")).isEmpty();
        assertThat(server.audit.of("cluster.init")).hasSize(1);
    }

    @Test
    void withoutAPolicyNothingGoes() {
        int before = server.audit.all().size();
        server.clock.advance(Duration.ofDays(10_000));
        server.auditRetention.run();
        assertThat(server.audit.all()).hasSize(before);
    }

    @Test
    void lessThanADayIsRefused() {
        assertThatThrownBy(() -> new AuditPolicy(Optional.of(Duration.ofHours(23))))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("1d");
    }

    private void record(int count) {
        server.transactions.separate(() -> {
            for (int i = 0; i < count; i++) {
                server.audit.record(AuditEvent.of(AuditEventType.DIAL).at(server.clock.instant()));
            }
            return count;
        });
    }
}
