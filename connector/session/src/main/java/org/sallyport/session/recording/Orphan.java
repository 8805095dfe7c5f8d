package org.sallyport.session.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.recording.BrokenSegmentException;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.SegmentScan;
import org.sallyport.core.recording.SegmentSealer;
import org.sallyport.session.messages.Place;
import org.sallyport.session.messages.SessionMessages;

/** A recording that stopped without an end of its own: it gets one that says so. */
final class Orphan {
    private final RecordingFolder folder;
    private final Supplier<Optional<RecordingKey>> key;
    private final String why;

    /** Of a session that ended with its place. */
    static Orphan cutOff(RecordingFolder folder, Supplier<Optional<RecordingKey>> key, Place place) {
        return new Orphan(
                folder, key, "the " + place.layer() + " was cut off here; up to a second of output may be missing");
    }

    /** @param why for who watches */
    Orphan(RecordingFolder folder, Supplier<Optional<RecordingKey>> key, String why) {
        this.folder = folder;
        this.key = key;
        this.why = why;
    }

    void complete() throws IOException {
        if (folder.last().isPresent()) {
            return;
        }
        int highest = folder.highest();
        if (highest < 0) {
            folder.delete();
            return;
        }
        int last = highest;
        if (key.get().isPresent()) {
            last = highest + 1;
            marker(folder, last, offset(highest), why, key.get().get());
        }
        folder.end(last);
        SessionMessages.LOG.recordingCutOff(folder.info().sessionId(), why);
    }

    private long offset(int number) throws IOException {
        try {
            return SegmentScan.of(new ByteArrayInputStream(folder.head(number)))
                    .header()
                    .offsetMicros();
        } catch (BrokenSegmentException e) {
            return 0;
        }
    }

    /** Writes a segment that holds one marker. */
    static void marker(RecordingFolder folder, int number, long offsetMicros, String text, RecordingKey to)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SegmentFile segment =
                new SegmentFile(folder, SegmentSealer.begin(folder.sessionId(), number, offsetMicros, to));
        segment.add(offsetMicros, RecordedEvent.MARKER, bytes, 0, bytes.length);
        segment.flush();
        segment.force();
        segment.close();
    }
}
