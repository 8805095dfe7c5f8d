package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.sallyport.api.recording.RecordingMode;

/**
 * How sessions are recorded: {@code spec.session_recording} of the cluster's configuration.
 *
 * @param mode default {@code node}; a role may say otherwise ({@code options.recording_mode})
 * @param input whether what people type is recorded as well, passwords included; default false
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SessionRecording(Optional<RecordingMode> mode, Optional<Boolean> input) {
    public static final SessionRecording DEFAULTS = new SessionRecording(null, null);

    public SessionRecording {
        mode = mode == null ? Optional.empty() : mode;
        input = input == null ? Optional.empty() : input;
    }

    public RecordingMode effectiveMode() {
        return mode.orElse(RecordingMode.NODE);
    }

    public boolean recordsInput() {
        return input.orElse(false);
    }
}
