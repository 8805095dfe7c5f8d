package org.sallyport.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.plugins.providers.sse.SseImpl;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class SseLineTest {
    private final RecordedSink sink = new RecordedSink();
    private final SseLine line = new SseLine(sink, new SseImpl());

    @Test
    void heartbeatCarriesTheCursorAndIsNoMessage() {
        line.heartbeat(Optional.of("42"));
        assertThat(sink.only().getId()).isEqualTo("42");
        assertThat(sink.only().getName()).isEqualTo("alive");
    }

    @Test
    void eventIsAMessageOfJsonInSnakeCase() {
        line.message(AuditEvent.of(AuditEventType.USER_LOGIN).session("s1").at(Instant.EPOCH), Optional.of("43"));
        assertThat(sink.only().getName()).isNull();
        assertThat(sink.only().getId()).isEqualTo("43");
        assertThat(sink.only().getData().toString()).contains("\"session_id\":\"s1\"", "1970-01-01T00:00:00Z");
    }

    @Test
    void failureIsAProblemWithoutTheDetails() {
        line.failure(new SallyportException(ErrorCode.NOT_LOGGED_IN, "log in again", "token unknown"));
        assertThat(sink.only().getName()).isEqualTo("problem");
        assertThat(sink.only().getData().toString()).contains("log in again").doesNotContain("token unknown");
    }

    private static final class RecordedSink implements SseEventSink {
        private final List<OutboundSseEvent> sent = new ArrayList<>();

        OutboundSseEvent only() {
            assertThat(sent).hasSize(1);
            return sent.getFirst();
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            sent.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            sent.clear();
        }
    }
}
