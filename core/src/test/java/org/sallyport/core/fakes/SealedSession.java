package org.sallyport.core.fakes;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.recording.EventLines;
import org.sallyport.core.recording.LineBuffer;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.SegmentHeader;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.core.recording.SegmentSealer;

/** A recorded session as an agent would send it: each segment has a few frames of a few events. */
public final class SealedSession {
    public static final int FRAMES = 3;
    private static final int EVENTS = 4;

    public final UUID id = UUID.randomUUID();
    public final List<RecordedEvent> events = new ArrayList<>();
    public final List<byte[]> segments = new ArrayList<>();
    private final RecordingKey key;

    public SealedSession(RecordingKey key, int segments) {
        this.key = key;
        for (int i = 0; i < segments; i++) {
            add();
        }
    }

    /** One more segment, two seconds after the one before. */
    public byte[] add() {
        int number = segments.size();
        long offset = number * 2_000_000L;
        SegmentSealer sealer = SegmentSealer.begin(id, number, offset, key);
        EventLines lines = new EventLines(offset);
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(sealer.encodedHeader());
        for (int frame = 0; frame < FRAMES; frame++) {
            LineBuffer plain = new LineBuffer();
            for (int i = 0; i < EVENTS; i++) {
                RecordedEvent event = event(offset + frame * 100_000L + i * 1000L, number, frame, i);
                events.add(event);
                lines.write(event, plain);
            }
            segment.writeBytes(sealer.frame(plain.array(), 0, plain.size()));
        }
        segments.add(segment.toByteArray());
        return segments.getLast();
    }

    private static RecordedEvent event(long at, int number, int frame, int i) {
        return switch (i) {
            case 0 -> RecordedEvent.of(at, RecordedEvent.OUTPUT, "line " + number + "." + frame + " \u00e4\r\n");
            case 1 -> new RecordedEvent(at, RecordedEvent.OUTPUT, new byte[] {(byte) 0xff, 0, (byte) number});
            case 2 -> RecordedEvent.of(at, RecordedEvent.ERROR, "\u001b[31mwarning\u001b[0m\n");
            default -> RecordedEvent.of(at, RecordedEvent.RESIZE, (80 + number) + "x24");
        };
    }

    public RecordingInfo info(String user, String node) {
        return new RecordingInfo(
                id.toString(),
                user,
                "root",
                node,
                "192.0.2.9",
                "shell",
                "",
                RecordingMode.NODE,
                80,
                24,
                Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** As the store would know it. */
    public SegmentRow row(int number) {
        byte[] content = segments.get(number);
        return new SegmentRow(
                id.toString(),
                number,
                content.length,
                RecordingDigest.of(content),
                HexFormat.of().formatHex(Arrays.copyOf(content, SegmentHeader.BYTES)),
                "",
                id + "/" + number);
    }
}
