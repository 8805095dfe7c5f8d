package org.sallyport.session.live;

import java.util.List;
import org.sallyport.api.session.LiveSession;

/** The sessions that go on at this node now. Thread-safe. */
public interface SessionBook {
    /** Oldest first. */
    List<LiveSession> live();

    /**
     * Ends a session whatever it does; the user reads by whom and why. Unknown ids and sessions that end already are
     * ignored.
     */
    void end(String sessionId, String by, String why);

    /** @param told runs after each change of what {@link #live} answers; must not block */
    void whenChanged(Runnable told);
}
