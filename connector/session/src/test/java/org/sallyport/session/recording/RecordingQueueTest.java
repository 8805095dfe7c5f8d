package org.sallyport.session.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.session.messages.Place;

@Timeout(60)
final class RecordingQueueTest {
    private static final ExecutorService TASKS = Executors.newVirtualThreadPerTaskExecutor();
    private static final RecordingThreads THREADS = new RecordingThreads(TASKS, TASKS);

    private static final RecordingPolicy NODE = new RecordingPolicy(RecordingMode.NODE, false, false);

    private final RecordingKey key =
            new RecordingKey("0123456789abcdef", X25519Kem.generate().publicKey());
    /** Sessions of segments, as they came. */
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @TempDir
    Path root;

    private Recordings recordings() {
        return new Recordings(root, Place.AGENT, () -> Optional.of(key), THREADS, 0);
    }

    private boolean take(SegmentUpload upload) {
        return sent.add(upload.info().sessionId());
    }

    /** A session from its beginning to its end. @return its id */
    private static String recorded(Recordings recordings, byte[] output) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        RecordingInfo info = new RecordingInfo(
                id, "alice", "root", "web1", "", "exec", "x", RecordingMode.NODE, 0, 0, Instant.EPOCH);
        SessionRecording recording = recordings.begin(info, NODE, (why, strict) -> {
            throw new AssertionError(why);
        });
        recording.output(output, 0, output.length);
        recording.end("0");
        while (recordings.living(UUID.fromString(id)).isPresent()) {
            Thread.sleep(10);
        }
        return id;
    }

    private static String recorded(Recordings recordings) throws InterruptedException {
        return recorded(recordings, "a word".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLongRecordingDoesNotHoldUpAShortOne() throws Exception {
        try (Recordings recordings = recordings()) {
            byte[] much = new byte[4 * (int) Recorder.SEGMENT];
            // what cannot be packed
            new Random(5).nextBytes(much);
            String big = recorded(recordings, much);
            String small = recorded(recordings);
            RecordingQueue queue = new RecordingQueue(recordings);
            while (queue.sendRound(this::take)) {
                assertThat(sent).isNotEmpty();
            }
            assertThat(sent.indexOf(small)).isLessThanOrEqualTo(1);
            assertThat(sent).filteredOn(big::equals).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aSlowSendingHoldsUpNoOtherSessions() throws Exception {
        try (Recordings recordings = recordings()) {
            String one = recorded(recordings);
            String other = recorded(recordings);
            // neither ends before the other one has begun
            CountDownLatch begun = new CountDownLatch(2);
            new RecordingQueue(recordings).sendRound(upload -> {
                begun.countDown();
                begun.await();
                return take(upload);
            });
            assertThat(sent).containsExactlyInAnyOrder(one, other);
        }
    }

    @Test
    void aServerThatIsAwayIsToldToWhoAskedForTheRound() throws Exception {
        try (Recordings recordings = recordings()) {
            String session = recorded(recordings);
            RecordingQueue queue = new RecordingQueue(recordings);
            assertThatThrownBy(() -> queue.sendRound(upload -> {
                        throw new IllegalStateException("nobody there");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("nobody there");
            assertThat(queue.sendRound(this::take)).isTrue();
            assertThat(sent).containsExactly(session);
        }
    }
}
