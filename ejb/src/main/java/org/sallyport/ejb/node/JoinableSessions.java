package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target.SessionTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.feed.Directory;

/** Which live sessions the roles let somebody join. What the server shows and routes; the agent decides finally. */
@ApplicationScoped
public class JoinableSessions {
    private final LiveSessions sessions;
    private final Directory directory;
    private final AccessEvaluator evaluator;

    /** For the container's proxy. */
    protected JoinableSessions() {
        this(null, null, null);
    }

    @Inject
    public JoinableSessions(LiveSessions sessions, Directory directory, AccessEvaluator evaluator) {
        this.sessions = sessions;
        this.directory = directory;
        this.evaluator = evaluator;
    }

    /** The modes, none where the session has no terminal. */
    public List<SessionMode> modes(Caller.User caller, LiveSession session) {
        return session.terminal() ? modes(caller, new SessionTarget(session)) : List.of();
    }

    private List<SessionMode> modes(Caller.User caller, SessionTarget target) {
        Subject subject = Authorizer.subject(caller);
        List<Resource<RoleSpec>> roles = directory.roles();
        return Arrays.stream(SessionMode.values())
                .filter(mode -> evaluator
                        .decide(subject, roles, new Action.JoinSession(mode), target)
                        .allowed())
                .toList();
    }

    /** Whether there is one at this node. */
    public boolean anyAt(Caller.User caller, String hostId) {
        return any(caller, sessions.at(hostId));
    }

    /** Whether there is one to this node that ends at a proxy. */
    public boolean anyAtProxy(Caller.User caller, String hostId) {
        return any(caller, sessions.atProxies(hostId));
    }

    private boolean any(Caller.User caller, List<LiveSession> living) {
        return living.stream()
                .filter(LiveSession::terminal)
                // those of one person are alike
                .map(SessionTarget::new)
                .distinct()
                .anyMatch(target -> !modes(caller, target).isEmpty());
    }
}
