package org.sallyport.agent.ssh.session;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.function.Supplier;
import org.sallyport.agent.cache.AccessKnowledge;
import org.sallyport.core.access.Target.NodeTarget;

/**
 * What decisions are made from; each is asked for anew at each decision.
 *
 * @param node this node with its labels of the moment
 */
public record NodeAccess(AccessKnowledge knowledge, Supplier<NodeTarget> node, Clock clock) {
    public NodeAccess {
        requireNonNull(knowledge, "knowledge");
        requireNonNull(node, "node");
        requireNonNull(clock, "clock");
    }

    /** The form of what users are told: layer, cause, remedy on one line. */
    public String line(String text) {
        return "agent " + node.get().name() + ": " + text.replaceAll("\\p{Cntrl}+", " ");
    }
}
