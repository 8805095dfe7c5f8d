package org.sallyport.cli.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.recording.RecordedEvent;

/** What is shown when, by a clock that the test moves. */
class PlayerTest {
    private static final long SECOND = 1_000_000;
    private final Screen screen = new Screen();
    private final Viewer viewer = new Viewer();
    private final Tape tape = new Tape();

    private static RecordedEvent at(double seconds, String text) {
        return RecordedEvent.of((long) (seconds * SECOND), RecordedEvent.OUTPUT, text);
    }

    private String play(double speed, long idle, double from, boolean follow) throws IOException {
        new Player(tape, viewer, screen, new Player.Settings(speed, idle, (long) (from * SECOND), follow)).play();
        return String.join(" ", screen.shown);
    }

    private String play() throws IOException {
        return play(1, Long.MAX_VALUE, 0, false);
    }

    @Test
    void showsEachEventAtItsTime() throws IOException {
        tape.events(at(1, "a"), at(1.5, "b"), at(4, "c"));
        assertThat(play()).isEqualTo("1.0:a 1.5:b 4.0:c");
    }

    @Test
    void goesAsFastAsAskedAndSkipsWhereNothingHappens() throws IOException {
        tape.events(at(1, "a"), at(61, "b"), at(62, "c"));
        assertThat(play(2, 2 * SECOND, 0, false)).isEqualTo("0.5:a 1.5:b 2.0:c");
    }

    @Test
    void beginsWhereAsked() throws IOException {
        tape.events(at(1, "a"), at(9, "b"), at(12, "c"));
        assertThat(play(1, Long.MAX_VALUE, 10, false)).isEqualTo("0.0:a 0.0:b 2.0:c");
    }

    @Test
    void spacePausesAndGoesOn() throws IOException {
        tape.events(at(1, "a"), at(3, "b"));
        viewer.keys.put(2.0, Key.PAUSE);
        viewer.keys.put(12.0, Key.PAUSE);
        assertThat(play()).isEqualTo("1.0:a 13.0:b");
    }

    @Test
    void arrowsSeek() throws IOException {
        tape.events(at(1, "a"), at(7, "b"), at(20, "c"));
        viewer.keys.put(3.0, Key.FORWARD);
        viewer.keys.put(4.0, Key.BACK);
        // at 3 s it is at 3, then 8 (b is shown), at 4 s at 9 and back at 4: all up to there is shown anew
        assertThat(play()).isEqualTo("1.0:a 3.0:b 4.0:CLEAR 4.0:a 7.0:b 20.0:c");
        assertThat(tape.restarts).isEqualTo(1);
    }

    @Test
    void speedChangesWhileItPlaysAndQEndsIt() throws IOException {
        tape.events(at(3, "a"), at(6, "b"), at(60, "c"));
        viewer.keys.put(1.0, Key.FASTER);
        viewer.keys.put(4.0, Key.SLOWER);
        viewer.keys.put(10.0, Key.QUIT);
        String shown = play();
        assertThat(shown).startsWith("2.3:a").doesNotContain("c");
        assertThat(viewer.nanos() / 1_000_000_000).isEqualTo(10);
    }

    @Test
    void followsALiveOneUntilItIsOver() throws IOException {
        tape.events(at(1, "a"));
        tape.live = 3;
        tape.later.add(at(2, "b"));
        assertThat(play(1, Long.MAX_VALUE, 0, true)).startsWith("1.0:a").contains(":b");
        assertThat(tape.live).isZero();
    }

    @Test
    void withoutFollowALiveOneEndsWithWhatIsThere() throws IOException {
        tape.events(at(1, "a"));
        tape.live = 3;
        assertThat(play()).isEqualTo("1.0:a");
    }

    @Test
    void damageIsShownAndOtherEventsAreNot() throws IOException {
        tape.events(
                RecordedEvent.of(0, RecordedEvent.INPUT, "typed"),
                RecordedEvent.of(0, RecordedEvent.MARKER, "of the user"),
                RecordedEvent.of(0, RecordedEvent.MARKER, "recording: segment 3 is missing"),
                RecordedEvent.of(0, RecordedEvent.ERROR, "err"));
        assertThat(play()).isEqualTo("0.0:[recording: segment 3 is missing] 0.0:err");
    }

    @Test
    void keysAreTakenOutOfWhatTerminalsSend() {
        KeyDecoder decoder = new KeyDecoder();
        List<Key> keys = new ArrayList<>();
        for (char c : " x+\u001b[C\u001bOD\u001b[1;5C\u001b[Aq-".toCharArray()) {
            decoder.next(c).ifPresent(keys::add);
        }
        assertThat(keys)
                .containsExactly(Key.PAUSE, Key.FASTER, Key.FORWARD, Key.BACK, Key.FORWARD, Key.QUIT, Key.SLOWER);
    }

    @Test
    void filesOfBothVersionsArePlayed(@TempDir Path home) throws IOException {
        Path two = Files.writeString(
                home.resolve("two.cast"),
                "{\"version\":2,\"width\":90,\"height\":30}\n[1.0,\"o\",\"a\"]\n[2.5,\"o\",\"b\"]\n");
        Path three = Files.writeString(
                home.resolve("three.cast"),
                "{\"version\":3,\"term\":{\"cols\":90,\"rows\":30}}\n# noted\n[1.0,\"o\",\"a\"]\n\n[1.5,\"o\",\"b\"]\n");
        for (Path file : List.of(two, three)) {
            try (CastFile cast = new CastFile(file)) {
                assertThat(cast.info().columns()).isEqualTo(90);
                assertThat(cast.next().orElseThrow().text()).isEqualTo("a");
                assertThat(cast.next().orElseThrow().atMicros()).isEqualTo(2_500_000);
                assertThat(cast.next()).isEmpty();
                cast.restart();
                assertThat(cast.next().orElseThrow().atMicros()).isEqualTo(1_000_000);
            }
        }
        Path other = Files.writeString(home.resolve("other.cast"), "hello\n");
        assertThatThrownBy(() -> new CastFile(other).close())
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("no JSON");
    }

    private final class Screen extends ByteArrayOutputStream {
        private final List<String> shown = new ArrayList<>();

        @Override
        public void write(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (!text.startsWith("\u001b[0m")) {
                String what = text.startsWith("\u001bc") ? "CLEAR" : text.strip();
                shown.add("%.1f:%s".formatted(viewer.now / 1e9, what));
            }
        }
    }

    /** Presses keys at the seconds that they are noted for. */
    private static final class Viewer implements Pace {
        private final TreeMap<Double, Key> keys = new TreeMap<>();
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Optional<Key> await(long nanos) {
            Map.Entry<Double, Key> next = keys.firstEntry();
            long when = next == null ? Long.MAX_VALUE : (long) (next.getKey() * 1e9);
            long until = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + nanos;
            if (when <= until && next != null) {
                keys.pollFirstEntry();
                now = Math.max(now, when);
                return Optional.of(next.getValue());
            }
            assertThat(until).as("a key ends the pause").isNotEqualTo(Long.MAX_VALUE);
            now = until;
            return Optional.empty();
        }
    }

    private static final class Tape implements RecordingSource {
        private List<RecordedEvent> events = List.of();
        private final List<RecordedEvent> later = new ArrayList<>();
        private int at;
        private int restarts;
        private int live;

        void events(RecordedEvent... all) {
            events = new ArrayList<>(List.of(all));
        }

        @Override
        public RecordingInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<RecordedEvent> next() {
            if (at == events.size()) {
                live = Math.max(0, live - 1);
                events.addAll(later);
                later.clear();
                return Optional.empty();
            }
            return Optional.of(events.get(at++));
        }

        @Override
        public boolean live() {
            return live > 0;
        }

        @Override
        public void restart() {
            at = 0;
            restarts++;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
