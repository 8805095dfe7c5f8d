package org.sallyport.core.livesession;

import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LiveSessionPage;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.core.caller.Caller;

/**
 * The sessions that go on now, from presence. A caller sees those he started, those he may join in some mode, and with a
 * rule for {@code session} that allows {@code list} or {@code delete} all of them.
 */
public interface LiveSessionService {
    /** The longest reason, in characters. */
    int MOST_REASON = 256;

    /**
     * Newest first.
     *
     * @param limit 1 to 1000
     */
    LiveSessionPage list(Caller caller, LiveSessionQuery query, String cursor, int limit);

    /** @throws SallyportException NOT_FOUND, the same for what is not there and for what the caller may not see */
    LiveSessionView get(Caller caller, String sessionId);

    /**
     * Asks the session's agent to end it. Returns once that is durable and on its way; whoever started a session and
     * whose rules for {@code session} allow {@code delete} may.
     *
     * @param reason what the session's people read; may be empty
     * @throws SallyportException NOT_FOUND as {@link #get}, ACCESS_DENIED, INVALID_ARGUMENT for the reason
     */
    void end(Caller caller, String sessionId, String reason);
}
