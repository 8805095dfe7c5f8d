package org.sallyport.api.rest;

import java.util.List;
import org.sallyport.api.recording.RecordingState;

/**
 * What looking at every byte of a recording found.
 *
 * @param sound nothing is wrong with it and nothing is missing
 * @param frames that were opened
 */
public record RecordingCheck(
        String sessionId, RecordingState state, boolean sound, int segments, long frames, List<Fault> faults) {
    public RecordingCheck {
        faults = List.copyOf(faults);
    }

    /** @param segment number; -1 of the recording as a whole */
    public record Fault(int segment, String what) {}
}
