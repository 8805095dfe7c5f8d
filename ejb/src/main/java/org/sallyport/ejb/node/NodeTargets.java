package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.node.Node;
import org.sallyport.core.access.Target.NodeTarget;

/** Every node that was heard of lately, as decisions see it. */
@ApplicationScoped
public class NodeTargets {
    private final Nodes nodes;

    /** For the container's proxy. */
    protected NodeTargets() {
        this(null);
    }

    @Inject
    public NodeTargets(Nodes nodes) {
        this.nodes = nodes;
    }

    public List<NodeTarget> all() {
        return nodes.after("").map(NodeTargets::target).toList();
    }

    /** @param target name or host id; of several of a name the one heard of last */
    public Optional<NodeTarget> named(String target) {
        return nodes.named(target).stream()
                .max(Comparator.comparing(Node::lastSeen))
                .map(NodeTargets::target);
    }

    /** @param target as for {@link #named} */
    public boolean isAgentless(String target) {
        return named(target).map(found -> agentlessOf(List.of(found)) > 0).orElse(false);
    }

    /** How many of these have no agent. */
    public int agentlessOf(List<NodeTarget> targets) {
        return Math.toIntExact(targets.stream()
                .filter(target -> nodes.isAgentless(target.hostId()))
                .count());
    }

    static NodeTarget target(Node node) {
        return new NodeTarget(node.hostId(), node.name(), node.labels());
    }
}
