package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Decision;
import org.sallyport.core.access.SessionMfaRule;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ProxySessions.ProxyLogin;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.lock.LockGuard;
import org.sallyport.ejb.node.JoinableSessions;

/** Whether a user may log in at a node by way of the proxy, from this server's own view of roles and locks. */
@ApplicationScoped
public class LoginRights {
    private static final String LAYER = "Proxy Service";

    private final LockGuard locks;
    private final Directory directory;
    private final AccessEvaluator evaluator;
    private final JoinableSessions joinable;

    /** For the container's proxy. */
    protected LoginRights() {
        this(null, null, null, null);
    }

    @Inject
    public LoginRights(LockGuard locks, Directory directory, AccessEvaluator evaluator, JoinableSessions joinable) {
        this.locks = locks;
        this.directory = directory;
        this.evaluator = evaluator;
        this.joinable = joinable;
    }

    /** @throws SallyportException LOCKED, PRINCIPAL_NOT_ALLOWED, ACCESS_DENIED, MFA_REQUIRED */
    void require(ProxyLogin login) {
        UserIdentity user = login.user();
        Node node = login.node();
        locks.refusal(LAYER, LockFacts.of(user).as(login.login()).at(List.of(node.hostId(), node.name())))
                .ifPresent(locked -> {
                    throw locked;
                });
        Subject subject = new Subject(user.user(), user.roles(), user.traits());
        if (login.login().equals(LiveSession.JOIN_LOGIN)) {
            requireSessionToJoin(login);
        } else {
            requireLogin(login, subject);
        }
        SessionMfaRule.require(
                evaluator.options(subject, directory.roles()).requireSessionMfa(),
                user.mfa().map(SessionMfa::hostId),
                node.hostId());
    }

    private void requireLogin(ProxyLogin login, Subject subject) {
        UserIdentity user = login.user();
        // also what roles came to allow since: a certificate's logins are all that its holder asked for
        if (!user.principals().contains(login.login()) || login.login().startsWith("-")) {
            throw new SallyportException(
                    ErrorCode.PRINCIPAL_NOT_ALLOWED,
                    LAYER + ": the certificate of " + user.user() + " does not allow the login '" + login.login()
                            + "'; ask for a role with it, then log in again");
        }
        Node node = login.node();
        Decision decision = evaluator.decide(
                subject,
                directory.roles(),
                new Action.SshLogin(login.login()),
                new NodeTarget(node.hostId(), node.name(), node.labels()));
        if (!decision.allowed()) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    LAYER + ": access denied: " + decision.explanation(),
                    "user " + user.user() + " roles " + user.roles());
        }
    }

    /** The agent decides about the one session that is meant. */
    private void requireSessionToJoin(ProxyLogin login) {
        UserIdentity user = login.user();
        Caller.User caller = new Caller.User(user.user(), user.roles(), user.traits(), login.address());
        if (login.node().agentless() || !joinable.anyAt(caller, login.node().hostId())) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    LAYER + ": no session goes on at node '" + login.node().name()
                            + "' that you may join; `sallyport sessions ls` lists those you may");
        }
    }
}
