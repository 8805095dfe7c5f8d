package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;

/**
 * A recording as the Auth Service has it.
 *
 * @param ended when it became complete or incomplete; null while it is live
 * @param bytes of the segments that are there, sealed
 * @param digest SHA-256 over the segments' SHA-256 in order, hexadecimal; empty while it is live
 * @param missing ranges of segments that are not there, such as {@code 3} and {@code 5-7}; only of one recording
 * @param damage what recorders said is missing within segments; only of one recording
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecordingView(
        RecordingInfo info,
        String hostId,
        RecordingState state,
        Instant lastUpload,
        Instant ended,
        int segments,
        long bytes,
        String digest,
        List<String> missing,
        List<String> damage) {
    public RecordingView {
        digest = digest == null ? "" : digest;
        missing = missing == null ? List.of() : List.copyOf(missing);
        damage = damage == null ? List.of() : List.copyOf(damage);
    }
}
