package org.sallyport.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.codec.Json;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.Participant;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.connector.LiveReport;

class LiveSessionLinesTest {
    @Test
    void newestComeFirst() throws Exception {
        LiveSession old = session(1, 2);
        LiveSession young = session(2, 0);
        LiveSessionLines.Told told = LiveSessionLines.of(List.of(old, young));
        assertThat(told.untold()).isZero();
        List<LiveSession> read = new ArrayList<>();
        for (ByteString line : told.json()) {
            read.add(Json.jsonMapper().readValue(line.toByteArray(), LiveSession.class));
        }
        assertThat(read).containsExactly(young, old);
    }

    @Test
    void ofTooManyTheNewestAreToldAndTheRestCounted() {
        List<LiveSession> many =
                IntStream.range(0, 700).mapToObj(i -> session(i, 0)).toList();
        LiveSessionLines.Told told = LiveSessionLines.of(many);
        assertThat(told.json()).hasSize(LiveReport.MOST_SESSIONS);
        assertThat(told.untold()).isEqualTo(200);
        assertThat(told.json().getFirst().toStringUtf8()).contains("\"s-699\"");
    }

    @Test
    void ofTooLargeOnesAsManyAsFit() {
        List<LiveSession> large =
                IntStream.range(0, 100).mapToObj(i -> session(i, 100)).toList();
        LiveSessionLines.Told told = LiveSessionLines.of(large);
        assertThat(told.json().size() + told.untold()).isEqualTo(100);
        assertThat(told.json().stream().mapToInt(ByteString::size).sum())
                .isBetween(LiveReport.MOST_BYTES / 2, LiveReport.MOST_BYTES);
    }

    @Test
    void oneThatIsTooLargeByItselfKeepsNoOtherOut() {
        LiveSessionLines.Told told = LiveSessionLines.of(List.of(session(1, 0), session(2, 10_000)));
        assertThat(told.json()).hasSize(1);
        assertThat(told.untold()).isEqualTo(1);
    }

    private static LiveSession session(int number, int participants) {
        return new LiveSession(
                "s-" + number,
                "jo",
                List.of("dev"),
                "root",
                "shell",
                true,
                Instant.EPOCH.plusSeconds(number),
                LiveState.RUNNING,
                Collections.nCopies(participants, new Participant("ann", SessionMode.PEER, Instant.EPOCH)));
    }
}
