package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sallyport.api.node.Node;

/** All nodes, those with an agent and those without, from memory. */
@ApplicationScoped
public class Nodes {
    private final Presence presence;
    private final AgentlessNodes agentless;

    /** For the container's proxy. */
    protected Nodes() {
        this(null, null);
    }

    @Inject
    public Nodes(Presence presence, AgentlessNodes agentless) {
        this.presence = presence;
        this.agentless = agentless;
    }

    /** By name, from behind this key on, see {@link Presence#key}; worked out as far as it is read. */
    Stream<Node> after(String key) {
        Iterator<Node> merged = new Merged(
                presence.nodesAfter(key).iterator(), agentless.after(key).iterator());
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(merged, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /**
     * The one with that host id, else those of that name: no name leads away from a host id. A name that an agent's node has is that node's, whoever asks: nobody comes
     * by the users of an agent's node with a node that he writes down under its name.
     */
    public List<Node> named(String target) {
        List<Node> agents = presence.named(target);
        Optional<Node> documented = agentless.named(target);
        Optional<Node> meant = Stream.concat(agents.stream(), documented.stream())
                .filter(node -> node.hostId().equals(target))
                .findFirst();
        if (meant.isPresent()) {
            return List.of(meant.get());
        }
        return agents.isEmpty() ? documented.stream().toList() : agents;
    }

    /** The host id and the name that is known of it. */
    public Set<String> namesOf(String hostId) {
        Stream<String> known = Stream.concat(presence.named(hostId).stream(), agentless.named(hostId).stream())
                .filter(node -> node.hostId().equals(hostId))
                .map(Node::name);
        return Stream.concat(Stream.of(hostId), known).collect(Collectors.toUnmodifiableSet());
    }

    boolean isAgentless(String hostId) {
        return agentless.resource(hostId).isPresent();
    }

    /** Of two sequences in order one. */
    private static final class Merged implements Iterator<Node> {
        private static final Comparator<Node> ORDER = Comparator.comparing(Presence::key);

        private final Iterator<Node> first;
        private final Iterator<Node> second;
        private Node nextOfFirst;
        private Node nextOfSecond;

        Merged(Iterator<Node> first, Iterator<Node> second) {
            this.first = first;
            this.second = second;
            nextOfFirst = next(first);
            nextOfSecond = next(second);
        }

        @Override
        public boolean hasNext() {
            return nextOfFirst != null || nextOfSecond != null;
        }

        @Override
        public Node next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            boolean takeFirst =
                    nextOfSecond == null || nextOfFirst != null && ORDER.compare(nextOfFirst, nextOfSecond) <= 0;
            Node taken = takeFirst ? nextOfFirst : nextOfSecond;
            if (takeFirst) {
                nextOfFirst = next(first);
            } else {
                nextOfSecond = next(second);
            }
            return taken;
        }

        private static Node next(Iterator<Node> from) {
            return from.hasNext() ? from.next() : null;
        }
    }
}
