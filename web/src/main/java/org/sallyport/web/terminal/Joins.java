package org.sallyport.web.terminal;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.livesession.LiveSessionService;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.web.terminal.Frames.Asked;

/** Where a session is that a browser wants to join. Whoever serves the session decides finally who joins it. */
@ApplicationScoped
public class Joins {
    @EJB
    LiveSessionService sessions;

    /**
     * Before a second factor is asked for: a code should not be used up for a session that cannot be joined.
     *
     * @return the same at the session's own node, by host id, for names can be shared; a shell as it is
     * @throws SallyportException NOT_FOUND, ACCESS_DENIED
     */
    Asked.Open located(Caller.User user, Asked.Open asked) {
        return asked.join().map(wish -> at(find(user, wish), asked)).orElse(asked);
    }

    private LiveSessionView find(Caller.User user, JoinWish wish) {
        LiveSessionView session = sessions.get(user, wish.session());
        if (!session.joinModes().contains(wish.mode())) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Auth Service: you may not join session '" + session.id() + "' as "
                            + wish.mode().wireName() + ": " + cause(session));
        }
        return session;
    }

    private static String cause(LiveSessionView session) {
        if (!session.terminal()) {
            return "it has no terminal; only sessions with one are shared";
        }
        return session.joinModes().isEmpty()
                ? "no role of yours allows it; ask for one with join_sessions for a role of who started it"
                : "your roles allow only to be its "
                        + session.joinModes().stream()
                                .map(SessionMode::wireName)
                                .collect(Collectors.joining(" or ")) + "; join so, or ask for a role";
    }

    private static Asked.Open at(LiveSessionView session, Asked.Open asked) {
        return new Asked.Open(
                session.hostId(), asked.login(), asked.columns(), asked.rows(), asked.answer(), asked.join());
    }
}
