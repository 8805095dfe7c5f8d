package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;

/**
 * What the store has of a recording.
 *
 * @param hostId of the node that the session is at; that of the agent that sends it is from its certificate
 * @param recorder the proxy that sends it, as {@code proxy:<name of its server>}; empty for the node's agent
 * @param lastNumber of its last segment, once it is known
 * @param segments that are there
 * @param digest see {@link RecordingDigest}; empty while it is live
 */
public record RecordingRow(
        RecordingInfo info,
        String hostId,
        String recorder,
        RecordingState state,
        Instant lastUpload,
        Optional<Instant> ended,
        OptionalInt lastNumber,
        int segments,
        long bytes,
        String digest) {
    public RecordingRow {
        requireNonNull(info, "info");
        requireNonNull(hostId, "hostId");
        requireNonNull(recorder, "recorder");
        requireNonNull(state, "state");
        lastUpload = lastUpload.truncatedTo(ChronoUnit.MICROS);
        ended = ended.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        requireNonNull(lastNumber, "lastNumber");
        requireNonNull(digest, "digest");
    }

    /** One without segments yet. */
    public static RecordingRow begin(RecordingInfo info, String hostId, Instant now) {
        return begin(info, hostId, "", now);
    }

    public static RecordingRow begin(RecordingInfo info, String hostId, String recorder, Instant now) {
        return new RecordingRow(
                info, hostId, recorder, RecordingState.LIVE, now, Optional.empty(), OptionalInt.empty(), 0, 0, "");
    }

    public String sessionId() {
        return info.sessionId();
    }

    /** Who sends it, as audit events have it. */
    public String reporter() {
        return recorder.isEmpty() ? "agent:" + hostId : recorder;
    }

    /** With one more segment; live (again), whatever it was. */
    public RecordingRow with(SegmentRow segment, Instant now) {
        return new RecordingRow(
                info,
                hostId,
                recorder,
                RecordingState.LIVE,
                now,
                Optional.empty(),
                lastNumber,
                segments + 1,
                bytes + segment.size(),
                "");
    }

    public RecordingRow endingWith(int number) {
        return new RecordingRow(
                info, hostId, recorder, state, lastUpload, ended, OptionalInt.of(number), segments, bytes, digest);
    }

    public RecordingRow ended(RecordingState as, String itsDigest, Instant now) {
        return new RecordingRow(
                info, hostId, recorder, as, lastUpload, Optional.of(now), lastNumber, segments, bytes, itsDigest);
    }
}
