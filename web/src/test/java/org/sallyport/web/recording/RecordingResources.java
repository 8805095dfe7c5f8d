package org.sallyport.web.recording;

import org.sallyport.core.recording.RecordingService;
import org.sallyport.web.edge.CurrentCaller;

/** Wires a resource as the container would. */
public final class RecordingResources {
    private RecordingResources() {}

    public static RecordingResource on(RecordingService recordings, CurrentCaller caller) {
        RecordingResource resource = new RecordingResource();
        resource.recordings = recordings;
        resource.caller = caller;
        resource.streams = new PlaybackStreams();
        return resource;
    }
}
