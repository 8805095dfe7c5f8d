package org.sallyport.session.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.core.recording.BrokenSegmentException;
import org.sallyport.core.recording.EventLines;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.SegmentHeader;
import org.sallyport.core.recording.SegmentReader;
import org.sallyport.session.messages.Place;

@Timeout(60)
final class RecordingsTest {
    private static final ExecutorService TASKS = Executors.newVirtualThreadPerTaskExecutor();
    private static final RecordingThreads THREADS = new RecordingThreads(TASKS, TASKS);

    private static final RecordingPolicy NODE = new RecordingPolicy(RecordingMode.NODE, false, false);
    private static final RecordingPolicy STRICT = new RecordingPolicy(RecordingMode.NODE, true, false);

    private final X25519Kem.Pair pair = X25519Kem.generate();
    private final RecordingKey key =
            new RecordingKey(Secrets.sha256Hex(pair.publicKey()).substring(0, 16), pair.publicKey());
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** What the server has: by session and number. */
    private final Map<String, TreeMap<Integer, SegmentUpload>> server = new ConcurrentHashMap<>();

    @TempDir
    Path root;

    private Recordings recordings() {
        return new Recordings(root, Place.AGENT, () -> Optional.of(key), THREADS, 0);
    }

    private static RecordingInfo info() {
        return new RecordingInfo(
                UUID.randomUUID().toString(),
                "alice",
                "root",
                "web1",
                "",
                "exec",
                "x",
                RecordingMode.NODE,
                0,
                0,
                Instant.EPOCH);
    }

    private SessionRecording begin(Recordings recordings, RecordingInfo info, RecordingPolicy policy) {
        return recordings.begin(info, policy, (why, strict) -> failures.add(why));
    }

    private boolean take(SegmentUpload upload) {
        server.computeIfAbsent(upload.info().sessionId(), session -> new TreeMap<>())
                .put(upload.number(), upload);
        return true;
    }

    private void sendAll(Recordings recordings) throws InterruptedException {
        RecordingQueue queue = new RecordingQueue(recordings);
        while (queue.sendRound(this::take)) {
            assertThat(server).isNotEmpty();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    /** In one piece: the whole of what the server was sent of a session. */
    private List<RecordedEvent> events(RecordingInfo info) throws IOException, BrokenSegmentException {
        List<RecordedEvent> events = new ArrayList<>();
        TreeMap<Integer, SegmentUpload> segments = server.get(info.sessionId());
        assertThat(segments.keySet()).hasSize(segments.lastKey() + 1);
        for (SegmentUpload segment : segments.values()) {
            SegmentReader reader = new SegmentReader(
                    new ByteArrayInputStream(segment.content()),
                    (id, encapsulation) -> X25519Kem.decapsulate(pair.privateKey(), encapsulation));
            EventLines lines = new EventLines(reader.header().offsetMicros());
            for (Optional<byte[]> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                events.addAll(lines.read(frame.get()));
            }
        }
        return events;
    }

    private static byte[] output(List<RecordedEvent> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.stream()
                .filter(event -> event.code() == RecordedEvent.OUTPUT)
                .forEach(event -> all.writeBytes(event.data()));
        return all.toByteArray();
    }

    private static void say(SessionRecording recording, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        recording.output(bytes, 0, bytes.length);
    }

    private void end(Recordings recordings, RecordingInfo info, SessionRecording recording, String status)
            throws InterruptedException {
        recording.end(status);
        await(() -> recordings.living(UUID.fromString(info.sessionId())).isEmpty());
    }

    private Path folder(RecordingInfo info) {
        return root.resolve(info.sessionId());
    }

    @Test
    void whatWasRecordedArrivesInOrderAndLeavesTheDisk() throws Exception {
        RecordingInfo info = info();
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        try (Recordings recordings = recordings()) {
            SessionRecording recording = begin(recordings, info, NODE);
            say(recording, "hello ");
            recording.resize(100, 50);
            recording.input("secret".getBytes(StandardCharsets.UTF_8), 0, 6);
            for (int at = 0; at < noise.length; at += 32 * 1024) {
                recording.output(noise, at, 32 * 1024);
            }
            recording.error("oh".getBytes(StandardCharsets.UTF_8), 0, 2);
            end(recordings, info, recording, "0");
            sendAll(recordings);
        }
        List<RecordedEvent> events = events(info);
        byte[] expected = new byte[6 + noise.length];
        System.arraycopy("hello ".getBytes(StandardCharsets.UTF_8), 0, expected, 0, 6);
        System.arraycopy(noise, 0, expected, 6, noise.length);
        assertThat(Arrays.equals(output(events), expected)).isTrue();
        assertThat(events.getLast().code()).isEqualTo(RecordedEvent.EXIT);
        assertThat(events.getLast().text()).isEqualTo("0");
        assertThat(events.stream().map(RecordedEvent::code)).contains('r', 'e').doesNotContain('i');
        assertThat(server.get(info.sessionId()).lastEntry().getValue().last()).isTrue();
        assertThat(server.get(info.sessionId()).values()).allMatch(segment -> segment.content().length < 2 << 20);
        assertThat(folder(info)).doesNotExist();
        assertThat(failures).isEmpty();
    }

    @Test
    void inputIsRecordedWhereThePolicySaysSo() throws Exception {
        RecordingInfo info = info();
        try (Recordings recordings = recordings()) {
            SessionRecording recording = begin(recordings, info, new RecordingPolicy(RecordingMode.NODE, false, true));
            recording.input("ls\r".getBytes(StandardCharsets.UTF_8), 0, 3);
            end(recordings, info, recording, "0");
            sendAll(recordings);
        }
        assertThat(events(info).getFirst().code()).isEqualTo(RecordedEvent.INPUT);
    }

    @Test
    void anAgentThatWasCutOffSendsWhatItWroteAndSaysSo() throws Exception {
        RecordingInfo info = info();
        Recordings gone = recordings();
        SessionRecording recording = begin(gone, info, NODE);
        say(recording, "before the end");
        Path first = folder(info).resolve("00000000.seg");
        await(() -> first.toFile().length() > SegmentHeader.BYTES);
        try (Recordings next = recordings()) {
            sendAll(next);
        }
        List<RecordedEvent> events = events(info);
        assertThat(output(events)).asString().isEqualTo("before the end");
        assertThat(events.getLast().code()).isEqualTo(RecordedEvent.MARKER);
        assertThat(events.getLast().text()).contains("cut off");
        assertThat(server.get(info.sessionId()).lastEntry().getValue().last()).isTrue();
        assertThat(folder(info)).doesNotExist();
    }

    @Test
    void numbersGoOnAfterThoseThatWereSentBeforeTheCut() throws Exception {
        RecordingInfo info = info();
        Recordings gone = recordings();
        SessionRecording recording = begin(gone, info, NODE);
        byte[] much = new byte[(int) Recorder.SEGMENT + 1024];
        recording.output(much, 0, much.length);
        Recorder recorder = gone.living(UUID.fromString(info.sessionId())).orElseThrow();
        recorder.tick();
        await(() -> recorder.onDisk() >= 0);
        sendAll(gone);
        int sent = server.get(info.sessionId()).lastKey();
        try (Recordings next = recordings()) {
            sendAll(next);
        }
        assertThat(server.get(info.sessionId()).lastKey()).isGreaterThan(sent);
        assertThat(output(events(info)).length).isEqualTo(much.length);
    }

    @Test
    void aDamagedSegmentIsSentAsFarAsItIsGoodAndHoldsUpNoOther() throws Exception {
        RecordingInfo cut = info();
        RecordingInfo flipped = info();
        RecordingInfo headless = info();
        RecordingInfo fine = info();
        try (Recordings recordings = recordings()) {
            for (RecordingInfo info : List.of(cut, flipped, headless, fine)) {
                SessionRecording recording = begin(recordings, info, NODE);
                say(recording, "a word");
                end(recordings, info, recording, "0");
            }
            damage(cut, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
            damage(flipped, bytes -> {
                bytes[bytes.length - 3] ^= 4;
                return bytes;
            });
            damage(headless, bytes -> {
                bytes[9] ^= 4;
                return bytes;
            });
            sendAll(recordings);
        }
        assertThat(server.get(cut.sessionId()).get(0).damage()).contains("it ends within frame");
        assertThat(server.get(flipped.sessionId()).get(0).damage()).contains("checksum");
        assertThat(server.get(headless.sessionId()).get(0).damage()).contains("all of it", "header");
        assertThat(events(headless).getFirst().text()).contains("damaged on the agent's disk");
        assertThat(root.resolve("damaged"))
                .isDirectoryContaining(file -> file.toString().contains(headless.sessionId()));
        assertThat(server.get(fine.sessionId()).get(0).damage()).isEmpty();
        assertThat(output(events(fine))).asString().isEqualTo("a word");
        assertThat(folder(cut)).doesNotExist();
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private void damage(RecordingInfo info, Change change) throws IOException {
        Path file = folder(info).resolve("00000000.seg");
        Files.write(file, change.of(Files.readAllBytes(file)));
    }

    @Test
    void oneThatIsRefusedHoldsUpNoOtherAndStays() throws Exception {
        RecordingInfo refused = info();
        RecordingInfo fine = info();
        try (Recordings recordings = recordings()) {
            for (RecordingInfo info : List.of(refused, fine)) {
                SessionRecording recording = begin(recordings, info, NODE);
                say(recording, "a word");
                end(recordings, info, recording, "0");
            }
            RecordingQueue queue = new RecordingQueue(recordings);
            // the second one finds nothing to send and tidies up
            for (int round = 0; round < 2; round++) {
                queue.sendRound(upload -> !upload.info().equals(refused) && take(upload));
            }
        }
        assertThat(server).containsOnlyKeys(fine.sessionId());
        assertThat(folder(refused)).exists();
        assertThat(folder(fine)).doesNotExist();
    }

    @Test
    void aDiskWithoutRoomRefusesStrictSessionsAndLetsOthersGoOnUnrecorded() throws Exception {
        try (Recordings full = new Recordings(root, Place.AGENT, () -> Optional.of(key), THREADS, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> begin(full, info(), STRICT))
                    .isInstanceOf(SallyportException.class)
                    .hasMessageContaining("cannot be recorded");
            assertThat(failures).isEmpty();
            assertThat(begin(full, info(), NODE)).isSameAs(SessionRecording.NONE);
            assertThat(failures).singleElement().asString().contains("MiB left");
        }
    }

    @Test
    void withoutAKeyNothingIsRecorded() throws Exception {
        try (Recordings none = new Recordings(root, Place.AGENT, Optional::empty, THREADS, 0)) {
            assertThatThrownBy(() -> begin(none, info(), STRICT)).hasMessageContaining("what to seal recordings to");
        }
    }

    /** The directory is taken away under a recording that lives, as a disk that fails would. */
    @Test
    void aRecordingThatFailsMidwayEndsTheSessionWhenItMust() throws Exception {
        RecordingInfo strict = info();
        RecordingInfo lax = info();
        try (Recordings recordings = recordings()) {
            SessionRecording must = begin(recordings, strict, STRICT);
            SessionRecording may = begin(recordings, lax, NODE);
            for (RecordingInfo info : List.of(strict, lax)) {
                await(() -> folder(info).resolve("info.json").toFile().exists());
                Files.move(folder(info), root.resolve("gone-" + info.sessionId()));
            }
            assertThatThrownBy(() -> say(must, "x")).isInstanceOf(SallyportException.class);
            assertThatThrownBy(() -> say(must, "x")).isInstanceOf(SallyportException.class);
            say(may, "x");
            say(may, "x");
            await(() -> failures.size() == 2);
            end(recordings, strict, must, "0");
            end(recordings, lax, may, "0");
        }
        assertThat(failures).hasSize(2);
    }

    @Test
    void aSynchronousOneWaitsForTheServerAndIsGivenUpWithoutIt() throws Exception {
        RecordingInfo info = info();
        long[] clock = {0};
        try (Recordings recordings = recordings()) {
            Recorder recorder = new Recorder(
                    RecordingFolder.create(root, info),
                    new RecordingPolicy(RecordingMode.NODE_SYNC, true, false),
                    key,
                    recordings,
                    (why, strict) -> failures.add(why),
                    () -> clock[0]);
            say(recorder, "one");
            clock[0] = 300_000_000;
            recorder.tick();
            assertThat(recorder.onDisk()).isZero();
            clock[0] = 900_000_000;
            say(recorder, "two");
            recorder.acknowledged(0);
            clock[0] = 1_500_000_000;
            recorder.tick();
            say(recorder, "three");
            clock[0] = 12_500_000_000L;
            assertThatThrownBy(() -> say(recorder, "four")).hasMessageContaining("has not taken it for 10 s");
            await(() -> failures.size() == 1);
        }
    }

    @Test
    void manyShortSessionsAllArrive() throws Exception {
        List<RecordingInfo> all = new ArrayList<>();
        try (Recordings recordings = recordings()) {
            for (int i = 0; i < 300; i++) {
                RecordingInfo info = info();
                all.add(info);
                SessionRecording recording = begin(recordings, info, NODE);
                say(recording, "session " + i);
                recording.end("0");
            }
            await(() -> all.stream()
                    .allMatch(info ->
                            recordings.living(UUID.fromString(info.sessionId())).isEmpty()));
            sendAll(recordings);
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(output(events(all.get(i)))).asString().isEqualTo("session " + i);
        }
        try (var left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }
}
