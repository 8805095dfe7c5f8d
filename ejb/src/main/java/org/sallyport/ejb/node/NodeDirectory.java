package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.feed.Directory;

/** The nodes as one caller sees them: from memory only, so that it goes on when the database is away. */
@ApplicationScoped
public class NodeDirectory {
    /** Those with a tunnel first, the latest heard of first: a name can be shared, and a node re-made under its name. */
    private static final Comparator<Node> BEST_FIRST = Comparator.comparing(Node::online)
            .reversed()
            .thenComparing(Comparator.comparing(Node::lastSeen).reversed());

    private final Nodes nodes;
    private final Directory directory;
    private final AccessEvaluator evaluator;
    private final JoinableSessions joinable;

    /** For the container's proxy. */
    protected NodeDirectory() {
        this(null, null, null, null);
    }

    @Inject
    public NodeDirectory(Nodes nodes, Directory directory, AccessEvaluator evaluator, JoinableSessions joinable) {
        this.nodes = nodes;
        this.directory = directory;
        this.evaluator = evaluator;
        this.joinable = joinable;
    }

    /** What this caller may see of what is searched, by name, from behind this key on; worked out as far as it is read. */
    Stream<Node> visible(Caller caller, String search, String after) {
        return visibleOf(caller, nodes.after(after).filter(node -> matches(node, search)));
    }

    /**
     * Agents that can take this dial, best first: those that the caller may see, and those where a session goes on that
     * he may join. Empty when there is none.
     */
    public List<Node> route(Caller.User caller, DialTarget target) {
        List<Resource<RoleSpec>> roles = directory.roles();
        return nodes.named(target.name()).stream()
                .filter(node -> node.services().contains(target.service()))
                .filter(node -> sees(caller, roles, node) || joins(caller, target, node))
                .sorted(BEST_FIRST)
                .toList();
    }

    private boolean joins(Caller.User caller, DialTarget target, Node node) {
        return target.service() == ServiceType.SSH && joinable.anyAt(caller, node.hostId());
    }

    /** At a time, by the caller's roles. */
    public Optional<Integer> maxConnections(Caller.User caller) {
        return evaluator.options(Authorizer.subject(caller), directory.roles()).maxConnections();
    }

    private Stream<Node> visibleOf(Caller caller, Stream<Node> nodes) {
        return switch (caller) {
            case Caller.User user -> {
                List<Resource<RoleSpec>> roles = directory.roles();
                yield nodes.filter(node -> sees(user, roles, node));
            }
            case Caller.System system -> nodes;
            case Caller.Agent agent -> Stream.empty();
            case Caller.Anonymous anonymous -> Stream.empty();
        };
    }

    private boolean sees(Caller.User user, List<Resource<RoleSpec>> roles, Node node) {
        return evaluator
                .decide(Authorizer.subject(user), roles, new Action.ViewNode(), NodeTargets.target(node))
                .allowed();
    }

    /** All words of the search occur somewhere in name, host id or {@code key=value} labels. */
    static boolean matches(Node node, String search) {
        StringBuilder text = new StringBuilder(node.name()).append('\n').append(node.hostId());
        node.labels()
                .forEach((key, value) ->
                        text.append('\n').append(key).append('=').append(value));
        String lower = text.toString().toLowerCase(Locale.ROOT);
        for (String word : search.toLowerCase(Locale.ROOT).split("\\s+")) {
            if (!lower.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
