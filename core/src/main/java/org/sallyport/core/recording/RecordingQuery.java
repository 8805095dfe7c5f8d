package org.sallyport.core.recording;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.recording.RecordingState;

/**
 * Empty strings do not filter. {@code text} matches any part of the command, literally; {@code from} is inclusive,
 * {@code to} exclusive, both of the session's start.
 *
 * @param node its name or host id
 */
public record RecordingQuery(
        String user,
        String node,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<RecordingState> state,
        String text) {
    public static final RecordingQuery ALL =
            new RecordingQuery("", "", Optional.empty(), Optional.empty(), Optional.empty(), "");
}
