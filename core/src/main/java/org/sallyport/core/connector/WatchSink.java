package org.sallyport.core.connector;

import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.resource.ResourceChange;

/**
 * Receives a watch: reset (or nothing when resumed), the state or the missed changes, synced, then live changes; in
 * order, one call at a time. May block for back-pressure; throws when the receiver is gone.
 */
public interface WatchSink {
    void reset();

    void authorities(List<Authority> authorities);

    /** What recordings are sealed to from now on; once at the start of every watch. */
    void recordingKey(RecordingKey key);

    void change(ResourceChange change);

    void synced(long revision);

    /** The feed ended; the receiver should start a new watch from its last revision. */
    void closed(String reason);
}
