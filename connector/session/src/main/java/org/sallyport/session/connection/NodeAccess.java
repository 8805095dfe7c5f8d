package org.sallyport.session.connection;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.lock.LockRule;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.core.lock.LockView;
import org.sallyport.session.messages.Place;

/**
 * What decisions are made from; each is asked for anew at each decision.
 *
 * @param place where its SSH ends
 * @param node this node with its labels of the moment
 */
public record NodeAccess(Place place, AccessKnowledge knowledge, Supplier<NodeTarget> node, Clock clock) {
    public NodeAccess {
        requireNonNull(place, "place");
        requireNonNull(knowledge, "knowledge");
        requireNonNull(node, "node");
        requireNonNull(clock, "clock");
    }

    /** Why somebody may not be here as that login; empty when no lock and no old view of them keeps them out. */
    public Optional<LockVerdict> locked(UserIdentity identity, String login) {
        NodeTarget here = node.get();
        LockFacts facts = LockFacts.of(identity).as(login).at(List.of(here.hostId(), here.name()));
        return LockRule.judge(
                new LockView(knowledge.locks(), knowledge.age()),
                facts,
                LockRule.mode(facts, knowledge.roles(), knowledge.lockMode()),
                clock.instant());
    }

    /** The form of what users are told: layer, cause, remedy on one line. */
    public String line(String text) {
        return layer() + ": " + text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Who speaks, to those who are told. */
    public String layer() {
        return place.layer() + " " + node.get().name();
    }
}
