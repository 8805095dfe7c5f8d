package org.sallyport.ejb.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.core.node.AgentlessNode;
import org.sallyport.ejb.cluster.TrustCache;
import org.sallyport.ejb.feed.Directory;

/** The nodes without an agent, from memory: what is written down of them, as nodes. */
@ApplicationScoped
public class AgentlessNodes {
    private final Directory directory;
    private final TrustCache trust;
    private volatile Known known = new Known(-1, List.of());

    /** As of one change of them in the store; made once, since every dial looks into it. */
    private static final class Known {
        private final long revision;
        private final NavigableMap<String, Entry> byName = new TreeMap<>();
        private final Map<String, Entry> byHost = new HashMap<>();

        Known(long revision, List<Entry> entries) {
            this.revision = revision;
            entries.forEach(entry -> {
                byName.put(Presence.key(entry.node()), entry);
                byHost.put(entry.node().hostId(), entry);
            });
        }
    }

    private record Entry(Node node, Resource<OpensshNodeSpec> resource) {}

    /** For the container's proxy. */
    protected AgentlessNodes() {
        this(null, null);
    }

    @Inject
    public AgentlessNodes(Directory directory, TrustCache trust) {
        this.directory = directory;
        this.trust = trust;
    }

    /** By name, from behind a key of {@link Presence#key} on. */
    Stream<Node> after(String key) {
        return now().byName.tailMap(key, false).values().stream()
                .filter(this::alive)
                .map(Entry::node);
    }

    /** The one of that name, whatever its case, or with that host id. */
    Optional<Node> named(String target) {
        Known now = now();
        return Optional.ofNullable(now.byHost.get(target))
                .or(() -> Optional.ofNullable(now.byHost.get(hostId(target))))
                .filter(this::alive)
                .map(Entry::node);
    }

    /** What is written down of it; empty when it is gone, or has an agent. */
    public Optional<Resource<OpensshNodeSpec>> resource(String hostId) {
        return Optional.ofNullable(now().byHost.get(hostId)).filter(this::alive).map(Entry::resource);
    }

    private String hostId(String name) {
        return AgentlessNode.hostId(trust.trust().clusterId(), name);
    }

    private boolean alive(Entry entry) {
        return directory.isAlive(entry.resource());
    }

    private Known now() {
        Known have = known;
        long revision = directory.opensshNodesRevision();
        if (have.revision == revision) {
            return have;
        }
        String cluster = trust.trust().clusterId();
        Known fresh = new Known(
                revision,
                directory.opensshNodes().stream()
                        .map(resource -> new Entry(AgentlessNode.of(cluster, resource), resource))
                        .toList());
        known = fresh;
        return fresh;
    }
}
