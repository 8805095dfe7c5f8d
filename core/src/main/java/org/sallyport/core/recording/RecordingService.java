package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.caller.Caller;

/** Recordings of sessions: what agents send, and who may see it. */
public interface RecordingService {
    /** Of a segment, whole. */
    int MOST_BYTES = 2 * 1024 * 1024;

    /** @param damage what is missing at its end and why; empty when nothing is */
    record Upload(int number, byte[] content, boolean last, String damage) {
        public Upload {
            damage = damage == null ? "" : damage;
        }
    }

    /**
     * Who sends a session's recording.
     *
     * @param name of a proxy, {@code proxy:<name of its server>}; empty for the node's agent
     * @param hostId of the node that the session is at
     * @param node its name
     */
    record Recorder(String name, String hostId, String node) {
        public Recorder {
            requireNonNull(name, "name");
            requireNonNull(hostId, "hostId");
            requireNonNull(node, "node");
        }

        public static Recorder of(Caller.Agent agent) {
            return new Recorder("", agent.hostId(), agent.nodeName());
        }
    }

    /**
     * Durable when this returns. The same segment may come again and segments may come in any order; another content for
     * a number that is there, and a segment of another host's session, are refused and audited.
     *
     * @return whether every segment up to the last one is there
     */
    boolean storeSegment(Caller.Agent caller, RecordingInfo info, Upload upload);

    /**
     * The same from a proxy, of a session that it recorded; segments of another's session are refused.
     */
    boolean storeSegment(Caller.System caller, Recorder recorder, RecordingInfo info, Upload upload);

    /** Those that the caller may list, newest first; a page may be short, or empty, with more to come. @param limit 1 to 1000 */
    Page<RecordingView> list(Caller caller, RecordingQuery query, String cursor, int limit);

    RecordingView get(Caller caller, String sessionId);

    /**
     * To read it. Audited, once a playback: what the same caller goes on to read within a few minutes of the last read
     * belongs to it.
     *
     * @param goingOn whether this is said to be more of what was begun
     */
    Playback play(Caller caller, String sessionId, boolean goingOn);

    /** Looks at every byte: against the store's digests, against the audit log's, and against what was sealed. */
    RecordingCheck verify(Caller caller, String sessionId);

    /** Row, segments and objects. Audited. */
    void delete(Caller caller, String sessionId);
}
