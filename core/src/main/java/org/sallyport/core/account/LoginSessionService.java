package org.sallyport.core.account;

import java.util.List;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.core.caller.Caller;

/** One's own login sessions. Ending one ends what depends on it in browsers; certificates are good until they expire. */
public interface LoginSessionService {
    /** Those that are open, newest first. */
    List<LoginSessionView> list(Caller.User caller, String bearerToken);

    /**
     * Errors: NOT_FOUND, also for somebody else's.
     *
     * @return whether it was the one that asks, which is logged out now
     */
    boolean end(Caller.User caller, String bearerToken, String id);

    SessionsEnded endOthers(Caller.User caller, String bearerToken);
}
