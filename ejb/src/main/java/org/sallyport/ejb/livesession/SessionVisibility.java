package org.sallyport.ejb.livesession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.node.JoinableSessions;
import org.sallyport.ejb.node.LiveSessions.Located;

/** Who sees a live session and what he may do with it. */
@ApplicationScoped
public class SessionVisibility {
    /** In rules of roles; no stored kind. */
    static final String KIND = ResourceTarget.LIVE_SESSION;

    static final String LIST = "list";
    static final String DELETE = "delete";

    private final Authorizer authorizer;
    private final JoinableSessions joinable;

    /** For the container's proxy. */
    protected SessionVisibility() {
        this(null, null);
    }

    @Inject
    public SessionVisibility(Authorizer authorizer, JoinableSessions joinable) {
        this.authorizer = authorizer;
        this.joinable = joinable;
    }

    /** What the caller's rules say of all sessions; to be asked once for many. */
    Sight of(Caller caller) {
        boolean ends = authorizer.allows(caller, DELETE, KIND, "");
        return new Sight(caller, ends || authorizer.allows(caller, LIST, KIND, ""), ends);
    }

    final class Sight {
        private final Caller caller;
        private final boolean all;
        private final boolean ends;

        private Sight(Caller caller, boolean all, boolean ends) {
            this.caller = caller;
            this.all = all;
            this.ends = ends;
        }

        boolean all() {
            return all;
        }

        /** Empty when the caller may not see it. */
        Optional<LiveSessionView> view(Located found) {
            boolean own = caller instanceof Caller.User user
                    && user.name().equals(found.session().user());
            List<SessionMode> modes =
                    caller instanceof Caller.User user ? joinable.modes(user, found.session()) : List.of();
            return own || all || !modes.isEmpty()
                    ? Optional.of(LiveSessionView.of(found.session(), found.node(), found.hostId(), modes, own || ends))
                    : Optional.empty();
        }
    }
}
