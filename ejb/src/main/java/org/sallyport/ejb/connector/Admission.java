package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.ejb.lock.LockGuard;
import org.sallyport.ejb.login.SessionPeople;
import org.sallyport.ejb.node.Nodes;

/**
 * Who may be connected to the proxy, and to what, beyond what their certificate and their roles say. From memory, but for
 * people who are here by single sign-on.
 */
@ApplicationScoped
public class Admission {
    private static final String LAYER = "Proxy Service";

    private final SessionPeople people;
    private final Nodes nodes;
    private final LockGuard locks;

    /** For the container's proxy. */
    protected Admission() {
        this(null, null, null);
    }

    @Inject
    public Admission(SessionPeople people, Nodes nodes, LockGuard locks) {
        this.people = people;
        this.nodes = nodes;
        this.locks = locks;
    }

    /** A certificate outlives the removal of its user; its revocation is checked with the certificate. */
    Optional<SallyportException> admit(SshIdentity identity) {
        if (identity instanceof SshIdentity.UserIdentity user && !people.isHere(user.user())) {
            return Optional.of(new SallyportException(
                    ErrorCode.LOCKED,
                    "Proxy Service: user '" + user.user() + "' is no longer known to this cluster; log in again,"
                            + " or ask an administrator"));
        }
        return locks.refusal(LAYER, facts(identity));
    }

    /** Those of these nodes that no lock keeps the caller from. @throws SallyportException LOCKED when there is none */
    List<Node> unlocked(Caller.User caller, List<Node> nodes) {
        LockFacts person = LockFacts.of(caller);
        List<Optional<SallyportException>> refusals = locks.refusals(
                LAYER,
                nodes.stream()
                        .map(node -> person.at(List.of(node.hostId(), node.name())))
                        .toList());
        List<Node> left = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (refusals.get(i).isEmpty()) {
                left.add(nodes.get(i));
            }
        }
        if (left.isEmpty()) {
            throw refusals.getFirst().orElseThrow();
        }
        return left;
    }

    List<Optional<SallyportException>> locked(List<LiveUse> uses) {
        return locks.refusals(LAYER, uses.stream().map(this::facts).toList());
    }

    AutoCloseable onLocks(Runnable changed) {
        return locks.onChange(changed);
    }

    private LockFacts facts(LiveUse use) {
        return switch (use) {
            case LiveUse.Connection connection -> facts(connection.identity());
            case LiveUse.Stream stream -> LockFacts.of(stream.caller()).at(nodes.namesOf(stream.hostId()));
        };
    }

    private LockFacts facts(SshIdentity identity) {
        return switch (identity) {
            case SshIdentity.UserIdentity user -> LockFacts.of(user);
            case SshIdentity.AgentIdentity agent ->
                LockFacts.ofNode(List.of(agent.hostId(), agent.nodeName())).with(agent.serial());
        };
    }
}
