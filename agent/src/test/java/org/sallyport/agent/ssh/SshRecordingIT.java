package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.core.recording.BrokenSegmentException;
import org.sallyport.core.recording.EventLines;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.SegmentReader;
import org.sallyport.session.recording.RecordingQueue;
import org.sallyport.session.recording.SegmentUpload;

/** What the stock client did and saw is what the server gets. */
final class SshRecordingIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static SshFixture node;
    private static Thread sender;
    private static final List<SegmentUpload> SENT = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        node = new SshFixture(System.getProperty("user.name"), List.of());
        RecordingQueue queue = new RecordingQueue(node.recordings);
        sender = Thread.ofPlatform().daemon().start(() -> {
            try {
                queue.run(SENT::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        sender.interrupt();
        sender.join();
        node.close();
    }

    private static String lastSession() {
        Await.until(SOON, () -> node.lastEvent("session.end").isPresent());
        return node.lastEvent("session.end").map(AuditEvent::sessionId).orElseThrow();
    }

    private static List<SegmentUpload> whole(String session) {
        Await.until(SOON, () -> SENT.stream()
                .anyMatch(upload -> upload.last() && upload.info().sessionId().equals(session)));
        return SENT.stream()
                .filter(upload -> upload.info().sessionId().equals(session))
                .toList();
    }

    private static List<RecordedEvent> events(List<SegmentUpload> segments) throws IOException, BrokenSegmentException {
        List<RecordedEvent> events = new ArrayList<>();
        for (SegmentUpload segment : segments) {
            SegmentReader reader = new SegmentReader(
                    new ByteArrayInputStream(segment.content()),
                    (id, encapsulation) -> X25519Kem.decapsulate(node.recordingPair.privateKey(), encapsulation));
            EventLines lines = new EventLines(reader.header().offsetMicros());
            for (Optional<byte[]> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                events.addAll(lines.read(frame.get()));
            }
        }
        return events;
    }

    private static byte[] data(List<RecordedEvent> events, char code) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.stream().filter(event -> event.code() == code).forEach(event -> all.writeBytes(event.data()));
        return all.toByteArray();
    }

    @Test
    void aCommandIsRecordedByteForByte() throws Exception {
        byte[] noise = new byte[5 << 20];
        new Random(3).nextBytes(noise);
        Ran ran = node.sshAs(node.userKey, node.login, noise, "127.0.0.1", "cat; echo oh >&2; exit 3");
        assertThat(ran.exit()).isEqualTo(3);
        List<SegmentUpload> segments = whole(lastSession());
        assertThat(segments.getFirst().info().command()).isEqualTo("cat; echo oh >&2; exit 3");
        assertThat(segments.getFirst().info().user()).isEqualTo("alice");
        assertThat(segments.getFirst().info().login()).isEqualTo(node.login);
        List<RecordedEvent> events = events(segments);
        assertThat(Arrays.equals(data(events, 'o'), noise)).isTrue();
        assertThat(data(events, 'e')).asString().isEqualTo("oh\n");
        assertThat(events.getLast().code()).isEqualTo('x');
        assertThat(events.getLast().text()).isEqualTo("3");
        assertThat(events.stream().map(RecordedEvent::code)).doesNotContain('i');
    }

    @Test
    void aTerminalIsRecordedAsItLooked() throws Exception {
        Ran ran = node.sshAs(
                node.userKey, node.login, "echo typed; exit\n".getBytes(), "-tt", "127.0.0.1", "PS1='> ' sh -i");
        List<RecordedEvent> events = events(whole(lastSession()));
        assertThat(data(events, 'o')).asString().isEqualTo(ran.out()).contains("typed\r\n");
    }

    @Test
    void whoJoinsAndLeavesIsMarkedAndWhatPeersTypeIsRecorded() throws Exception {
        List<String> options = new ArrayList<>(node.options(node.userKey));
        options.addAll(List.of("-l", node.login, "127.0.0.1"));
        List<String> joining = new ArrayList<>(node.options(node.userKey));
        joining.addAll(List.of("-l", "sallyport:join", "127.0.0.1"));
        node.recordingPolicy = new SessionRecording(null, Optional.of(true));
        try (Terminal shell = new Terminal(options, "PS1='$ ' exec sh -i")) {
            shell.await("$ ");
            String id = node.service.sessions().live().getFirst().id();
            try (Terminal peer = new Terminal(joining, "join", id, "peer")) {
                peer.await("you are in the session").type("echo fr''om-peer\n").await("from-peer");
            }
            shell.await("alice is no longer peer here").type("exit\n").ended();
            List<RecordedEvent> events = events(whole(id));
            assertThat(events.stream().filter(event -> event.code() == 'm').map(RecordedEvent::text))
                    .containsExactly("alice joined as peer", "alice is no longer peer here (disconnected)");
            assertThat(data(events, 'i')).asString().contains("echo fr''om-peer\n");
            assertThat(data(events, 'o')).asString().contains("from-peer").doesNotContain("joined");
        } finally {
            node.recordingPolicy = SessionRecording.DEFAULTS;
        }
    }

    @Test
    void inputIsRecordedWhenTheClusterSaysSo() throws Exception {
        node.recordingPolicy = new SessionRecording(null, Optional.of(true));
        try {
            node.sshAs(node.userKey, node.login, "told\n".getBytes(), "127.0.0.1", "cat >/dev/null");
            assertThat(data(events(whole(lastSession())), 'i')).asString().isEqualTo("told\n");
        } finally {
            node.recordingPolicy = SessionRecording.DEFAULTS;
        }
    }

    @Test
    void nothingIsRecordedWhereTheModeIsOff() throws Exception {
        node.recordingPolicy = new SessionRecording(Optional.of(RecordingMode.OFF), null);
        try {
            assertThat(node.ssh("127.0.0.1", "echo unseen").out()).isEqualTo("unseen\n");
            assertThat(node.lastEvent("session.start").orElseThrow().fields()).containsEntry("recording", "off");
        } finally {
            node.recordingPolicy = SessionRecording.DEFAULTS;
        }
        String off = lastSession();
        node.ssh("127.0.0.1", "echo seen");
        whole(lastSession());
        assertThat(SENT).noneMatch(upload -> upload.info().sessionId().equals(off));
    }

    @Test
    void aSynchronousSessionThatCannotBeRecordedIsRefusedWithAReason() {
        var key = node.recordingKey;
        node.recordingKey = null;
        node.recordingPolicy = new SessionRecording(Optional.of(RecordingMode.NODE_SYNC), null);
        try {
            Ran ran = node.ssh("127.0.0.1", "echo unseen");
            assertThat(ran.exit()).isEqualTo(254);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("agent web1: the session cannot be recorded", "see to the agent's disk");
            assertThat(node.lastEvent("recording.failed").orElseThrow().fields())
                    .containsEntry("strict", "true");
        } finally {
            node.recordingKey = key;
            node.recordingPolicy = SessionRecording.DEFAULTS;
        }
    }

    @Test
    void aSessionByBestEffortGoesOnUnrecorded() {
        var key = node.recordingKey;
        node.recordingKey = null;
        try {
            assertThat(node.ssh("127.0.0.1", "echo out").out()).isEqualTo("out\n");
            assertThat(node.lastEvent("recording.failed").orElseThrow().fields())
                    .containsEntry("strict", "false");
        } finally {
            node.recordingKey = key;
        }
    }
}
