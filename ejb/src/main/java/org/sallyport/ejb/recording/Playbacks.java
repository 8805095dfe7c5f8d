package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.RecordingRow;

/**
 * Who reads what at the moment, on this server: a playback is many calls and one audit event. That a caller says it goes
 * on with one is not enough; without the first call nothing would tell of it.
 */
@ApplicationScoped
public class Playbacks {
    static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    private final RecordingLog log;
    private final Clock clock;
    private final Map<Reader, Instant> readers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Reader, Instant> eldest) {
            return size() > MOST;
        }
    };

    private record Reader(String user, String address, String sessionId) {}

    /** For the container's proxy. */
    protected Playbacks() {
        this(null, null);
    }

    @Inject
    public Playbacks(RecordingLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Audited when it begins. @param goingOn as the caller says */
    void read(Caller caller, RecordingRow recording, boolean goingOn) {
        if (begins(caller.name(), caller.address(), recording.sessionId(), goingOn)) {
            log.read(caller, recording);
        }
    }

    /** @return whether this is another playback than the one that the reader was at */
    private synchronized boolean begins(String user, String address, String sessionId, boolean goingOn) {
        Reader reader = new Reader(user, address, sessionId);
        Instant now = clock.instant();
        // last in, last out
        Instant before = readers.remove(reader);
        readers.put(reader, now);
        return !goingOn || before == null || before.plus(PAUSE).isBefore(now);
    }
}
