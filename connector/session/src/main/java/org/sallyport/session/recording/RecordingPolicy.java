package org.sallyport.session.recording;

import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.session.messages.Place;

/**
 * How one session is recorded.
 *
 * @param strict whether it ends when it cannot be
 * @param input whether what the user types is recorded too
 */
public record RecordingPolicy(RecordingMode mode, boolean strict, boolean input) {
    /** Of sessions that are recorded elsewhere. */
    public static final RecordingPolicy NONE = new RecordingPolicy(RecordingMode.OFF, false, false);

    /** A role's mode goes before the cluster's. Who streams to the server wants no session without. */
    public static RecordingPolicy of(SessionOptions options, SessionRecording cluster, Place place) {
        RecordingMode mode = at(place, options.recordingMode().orElse(cluster.effectiveMode()));
        boolean strict = options.recordSession() == Strictness.STRICT || mode.sync();
        return new RecordingPolicy(mode, strict, cluster.recordsInput());
    }

    /** A session is recorded where it ends: one that came past the place meant for it is not left out. */
    private static RecordingMode at(Place place, RecordingMode wanted) {
        return switch (wanted) {
            case OFF -> RecordingMode.OFF;
            case NODE, PROXY -> place == Place.AGENT ? RecordingMode.NODE : RecordingMode.PROXY;
            case NODE_SYNC, PROXY_SYNC -> place == Place.AGENT ? RecordingMode.NODE_SYNC : RecordingMode.PROXY_SYNC;
        };
    }
}
