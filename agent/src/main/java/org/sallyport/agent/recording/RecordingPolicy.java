package org.sallyport.agent.recording;

import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.SessionOptions;

/**
 * How one session is recorded.
 *
 * @param strict whether it ends when it cannot be
 * @param input whether what the user types is recorded too
 */
public record RecordingPolicy(RecordingMode mode, boolean strict, boolean input) {
    /** A role's mode goes before the cluster's. Who streams to the server wants no session without. */
    public static RecordingPolicy of(SessionOptions options, SessionRecording cluster) {
        RecordingMode mode = options.recordingMode().orElse(cluster.effectiveMode());
        boolean strict = options.recordSession() == Strictness.STRICT || mode == RecordingMode.NODE_SYNC;
        return new RecordingPolicy(mode, strict, cluster.recordsInput());
    }
}
