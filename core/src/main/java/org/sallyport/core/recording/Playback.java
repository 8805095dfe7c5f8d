package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;

/**
 * A recording being read, a segment at a time. Where something is missing or damaged there is a marker event that says
 * so, and the rest follows. Of a live recording only what is there without a gap: the gap may yet be filled.
 */
public final class Playback {
    /** Who gets the events. */
    public interface Sink {
        void event(RecordedEvent event) throws IOException;

        /** All of the segments up to this one was told. */
        void played(int number) throws IOException;
    }

    private final RecordingRow recording;
    private final List<SegmentRow> segments;
    private final RecordingStorage storage;
    private final SegmentReader.Keys keys;
    private long lastMicros;
    private Optional<byte[]> fetched = Optional.empty();
    private int fetchedNumber = -1;

    /** @param segments by number */
    public Playback(
            RecordingRow recording, List<SegmentRow> segments, RecordingStorage storage, SegmentReader.Keys keys) {
        this.recording = requireNonNull(recording, "recording");
        this.segments = List.copyOf(segments);
        this.storage = requireNonNull(storage, "storage");
        this.keys = requireNonNull(keys, "keys");
    }

    public RecordingInfo info() {
        return recording.info();
    }

    public RecordingState state() {
        return recording.state();
    }

    /**
     * Fetches what {@link #play} begins with: that the storage is away is to be told before anything else is.
     *
     * @throws SallyportException STORE_UNAVAILABLE
     */
    public void fetchFirst(int after) {
        segments.stream()
                .filter(segment -> segment.number() > after)
                .findFirst()
                .ifPresent(segment -> {
                    fetched = storage.get(segment.objectKey());
                    fetchedNumber = segment.number();
                });
    }

    private Optional<byte[]> content(SegmentRow segment) {
        if (segment.number() != fetchedNumber) {
            return storage.get(segment.objectKey());
        }
        Optional<byte[]> content = fetched;
        fetchedNumber = -1;
        fetched = Optional.empty();
        return content;
    }

    /**
     * @param after number of the segment before the first one told; -1 from the beginning
     * @param most segments
     * @return whether there is more to be had now
     */
    public boolean play(int after, int most, Sink sink) throws IOException {
        int told = 0;
        int next = after + 1;
        for (SegmentRow segment : segments) {
            if (segment.number() < next) {
                continue;
            }
            if (segment.number() > next && state() == RecordingState.LIVE) {
                return false;
            }
            if (told++ == most) {
                return true;
            }
            String gap = segment.number() > next ? gap(next, segment.number() - 1) : "";
            play(segment, gap, sink);
            sink.played(segment.number());
            next = segment.number() + 1;
        }
        if (recording.lastNumber().isPresent() && next <= recording.lastNumber().getAsInt()) {
            if (state() != RecordingState.LIVE) {
                mark(gap(next, recording.lastNumber().getAsInt()), sink);
                sink.played(recording.lastNumber().getAsInt());
            }
        } else if (state() == RecordingState.INCOMPLETE
                && recording.lastNumber().isEmpty()) {
            mark("the end is missing", sink);
        }
        return false;
    }

    private static String gap(int from, int to) {
        return from == to ? "segment " + from + " is missing" : "segments " + from + " to " + to + " are missing";
    }

    private void play(SegmentRow segment, String gap, Sink sink) throws IOException {
        Optional<byte[]> content = content(segment);
        boolean marked = gap.isEmpty();
        try {
            if (content.isEmpty()) {
                throw new BrokenSegmentException("is not in the storage");
            }
            SegmentReader reader = new SegmentReader(new ByteArrayInputStream(content.get()), keys);
            lastMicros = Math.max(lastMicros, reader.header().offsetMicros());
            if (!marked) {
                mark(gap, sink);
                marked = true;
            }
            EventLines lines = new EventLines(reader.header().offsetMicros());
            for (Optional<byte[]> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                for (RecordedEvent event : lines.read(frame.get())) {
                    lastMicros = Math.max(lastMicros, event.atMicros());
                    sink.event(event);
                }
            }
            if (!segment.damage().isEmpty()) {
                mark("segment " + segment.number() + ": " + segment.damage(), sink);
            }
        } catch (BrokenSegmentException e) {
            broken(marked ? "" : gap + "; ", segment, e.getMessage(), sink);
        } catch (SallyportException e) {
            if (e.type() == ErrorType.UNAVAILABLE) {
                throw e;
            }
            broken(marked ? "" : gap + "; ", segment, e.userMessage(), sink);
        }
    }

    private void broken(String before, SegmentRow segment, String why, Sink sink) throws IOException {
        mark(before + "segment " + segment.number() + " is damaged: " + why, sink);
    }

    private void mark(String what, Sink sink) throws IOException {
        sink.event(RecordedEvent.of(lastMicros, RecordedEvent.MARKER, "recording: " + what));
    }
}
