package org.sallyport.core.connector;

import java.util.List;
import org.sallyport.api.session.LiveSession;

/**
 * What an agent told of the sessions that live at its node.
 *
 * @param sessions the newest first, at most {@link #MOST_SESSIONS}
 * @param untold how many more there are
 */
public record LiveReport(List<LiveSession> sessions, int untold) {
    public static final int MOST_SESSIONS = 500;
    /** Of all of them as JSON. */
    public static final int MOST_BYTES = 256 << 10;

    /** More than this nobody has; many such numbers are added up. */
    private static final int MOST_UNTOLD = 100_000;

    public LiveReport {
        sessions = List.copyOf(sessions);
        untold = Math.clamp(untold, 0, MOST_UNTOLD);
    }
}
