package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.fakes.MemoryRecordingStorage;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.keys.X25519Kem;

/** What is there is told byte by byte, what is not there is told of. */
class PlaybackTest {
    private final X25519Kem.Pair pair = X25519Kem.generate();
    private final SealedSession session = new SealedSession(new RecordingKey("0123456789abcdef", pair.publicKey()), 4);
    private final MemoryRecordingStorage storage = new MemoryRecordingStorage();
    private final List<SegmentRow> rows = new ArrayList<>();
    private final Told told = new Told();

    @BeforeEach
    void store() {
        for (int i = 0; i < session.segments.size(); i++) {
            rows.add(session.row(i));
            storage.put(session.row(i).objectKey(), session.segments.get(i));
        }
    }

    private boolean play(RecordingState state, OptionalInt last, int after, int most) throws IOException {
        RecordingRow row = new RecordingRow(
                session.info("ann", "web1"),
                "host",
                "",
                state,
                Instant.EPOCH,
                java.util.Optional.empty(),
                last,
                rows.size(),
                0,
                "");
        return new Playback(
                        row,
                        rows,
                        storage,
                        (id, encapsulation) -> X25519Kem.decapsulate(pair.privateKey(), encapsulation))
                .play(after, most, told);
    }

    private void playWhole() throws IOException {
        assertThat(play(RecordingState.COMPLETE, OptionalInt.of(3), -1, 100)).isFalse();
    }

    private static String text(RecordedEvent event) {
        return event.atMicros() + " " + event.code() + " "
                + java.util.HexFormat.of().formatHex(event.data());
    }

    private List<String> expected(int fromSegment, int toSegment) {
        int each = session.events.size() / 4;
        return session.events.subList(fromSegment * each, toSegment * each).stream()
                .map(PlaybackTest::text)
                .toList();
    }

    @Test
    void replaysByteByByte() throws IOException {
        playWhole();
        assertThat(told.events).isEqualTo(expected(0, 4));
        assertThat(told.played).containsExactly(0, 1, 2, 3);
    }

    @Test
    void goesOnWhereItWasLeft() throws IOException {
        assertThat(play(RecordingState.COMPLETE, OptionalInt.of(3), -1, 1)).isTrue();
        assertThat(told.events).isEqualTo(expected(0, 1));
        assertThat(play(RecordingState.COMPLETE, OptionalInt.of(3), told.played.getLast(), 2))
                .isTrue();
        assertThat(play(RecordingState.COMPLETE, OptionalInt.of(3), told.played.getLast(), 2))
                .isFalse();
        assertThat(told.events).isEqualTo(expected(0, 4));
    }

    @Test
    void tellsOfWhatIsMissingInTheMiddleAndGoesOn() throws IOException {
        rows.remove(1);
        rows.remove(1);
        playWhole();
        assertThat(told.marks).containsExactly("6000000 recording: segments 1 to 2 are missing");
        List<String> rest = new ArrayList<>(expected(0, 1));
        rest.addAll(expected(3, 4));
        assertThat(told.events).isEqualTo(rest);
    }

    @Test
    void tellsOfALostObjectAndOfADamagedFrameAndGoesOn() throws IOException {
        storage.objects.remove(session.row(0).objectKey());
        byte[] damaged = session.segments.get(2);
        damaged[damaged.length - 1] ^= 1;
        storage.put(session.row(2).objectKey(), damaged);
        playWhole();
        assertThat(told.marks)
                .containsExactly(
                        "0 recording: segment 0 is damaged: is not in the storage",
                        "4103000 recording: segment 2 is damaged: frame 2 does not have the checksum that it says");
        List<String> rest = new ArrayList<>(expected(1, 2));
        rest.addAll(expected(2, 3).subList(0, 8));
        rest.addAll(expected(3, 4));
        assertThat(told.events).isEqualTo(rest);
    }

    @Test
    void tellsThatTheEndIsMissing() throws IOException {
        rows.remove(3);
        assertThat(play(RecordingState.INCOMPLETE, OptionalInt.of(3), -1, 100)).isFalse();
        assertThat(told.marks).containsExactly("4203000 recording: segment 3 is missing");
        assertThat(play(RecordingState.INCOMPLETE, OptionalInt.empty(), 2, 100)).isFalse();
        assertThat(told.marks).last().asString().endsWith("recording: the end is missing");
    }

    @Test
    void ofALiveOneOnlyWhatHasNoGapIsTold() throws IOException {
        SegmentRow late = rows.remove(1);
        assertThat(play(RecordingState.LIVE, OptionalInt.empty(), -1, 100)).isFalse();
        assertThat(told.events).isEqualTo(expected(0, 1));
        rows.add(1, late);
        assertThat(play(RecordingState.LIVE, OptionalInt.empty(), 0, 100)).isFalse();
        assertThat(told.events).isEqualTo(expected(0, 4));
        assertThat(told.marks).isEmpty();
    }

    @Test
    void whatTheRecorderLostIsTold() throws IOException {
        SegmentRow row = rows.get(1);
        rows.set(
                1,
                new SegmentRow(
                        row.sessionId(), 1, row.size(), row.sha256(), row.header(), "disk full", row.objectKey()));
        playWhole();
        assertThat(told.marks).containsExactly("2203000 recording: segment 1: disk full");
    }

    @Test
    void aStorageThatIsAwayIsNoDamage() {
        storage.away = true;
        assertThatThrownBy(this::playWhole).isInstanceOf(SallyportException.class);
        assertThat(told.marks).isEmpty();
    }

    private static final class Told implements Playback.Sink {
        private final List<String> events = new ArrayList<>();
        private final List<String> marks = new ArrayList<>();
        private final List<Integer> played = new ArrayList<>();

        @Override
        public void event(RecordedEvent event) {
            if (event.code() == RecordedEvent.MARKER) {
                marks.add(event.atMicros() + " " + event.text());
            } else {
                events.add(text(event));
            }
        }

        @Override
        public void played(int number) {
            played.add(number);
        }
    }
}
