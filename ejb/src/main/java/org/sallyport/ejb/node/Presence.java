package org.sallyport.ejb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.api.codec.Json;
import org.sallyport.api.node.Node;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.CaUse;

/**
 * Who is there. Heartbeats and live tunnels are entries of the shared {@link PresenceStore}; what this server reads
 * (every dial does) is an index of them in memory, kept by the store's notifications. A server that dies takes its
 * tunnels' entries with it: nobody renews them.
 */
@ApplicationScoped
public class Presence {
    private static final String NODE = "node/";
    private static final String TUNNEL = "tunnel/";
    private static final String CA_USE = "ca-use/";

    private final PresenceStore store;
    private final Clock clock;
    private final ObjectMapper json = Json.jsonMapper();
    /** Tells this server's tunnel entries from those of others. */
    private final String serverId = UUID.randomUUID().toString();

    private final Map<String, Set<String>> localTunnels = new ConcurrentHashMap<>();
    private final NodeIndex nodes = new NodeIndex();
    /** By host id: the servers that hold a tunnel, and until when they are believed. */
    private final Map<String, Map<String, Instant>> tunnels = new ConcurrentHashMap<>();

    private final Map<String, CaUse> caUses = new ConcurrentHashMap<>();
    private final List<Runnable> nodeListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> caUseListeners = new CopyOnWriteArrayList<>();

    /** What an entry's value holds; the time to live counts from its arrival, so servers' clocks may differ. */
    record Beat(Node node, long ttlMillis) {}

    /** For the container's proxy. */
    protected Presence() {
        this(null, null);
    }

    @Inject
    public Presence(PresenceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @PostConstruct
    public void start() {
        store.listen(new Index());
    }

    /** Called whenever a node comes, goes, is relabelled or turns on- or offline, on any server; must not block. */
    public void onNodes(Runnable listener) {
        nodeListeners.add(listener);
    }

    /** Called whenever an agent goes by other CA keys than before; must not block. */
    public void onCaUse(Runnable listener) {
        caUseListeners.add(listener);
    }

    /** @param ttl how long the node stays listed without another heartbeat */
    public void heartbeat(Node node, Duration ttl) {
        Node seen = new Node(
                node.hostId(), node.name(), node.labels(), node.services(), node.version(), false, clock.instant());
        store.put(NODE + node.hostId(), write(new Beat(seen, ttl.toMillis())), ttl);
        if (localTunnels.containsKey(node.hostId())) {
            putTunnel(node.hostId(), ttl);
        }
    }

    /** Which CA keys an agent goes by; comes with its heartbeats. */
    public void caUse(String hostId, CaUse use, Duration ttl) {
        store.put(CA_USE + hostId, write(use), ttl);
    }

    /** Empty when the agent does not say. */
    public Optional<CaUse> caUse(String hostId) {
        return Optional.ofNullable(caUses.get(hostId));
    }

    /** @param ttl until the first heartbeat through it renews the entry */
    public void tunnelUp(TunnelInfo tunnel, Duration ttl) {
        localTunnels.compute(tunnel.hostId(), (hostId, ids) -> {
            Set<String> all = ids == null ? ConcurrentHashMap.newKeySet() : ids;
            all.add(tunnel.id());
            return all;
        });
        putTunnel(tunnel.hostId(), ttl);
    }

    public void tunnelDown(TunnelInfo tunnel) {
        Set<String> left = localTunnels.computeIfPresent(tunnel.hostId(), (hostId, ids) -> {
            ids.remove(tunnel.id());
            return ids.isEmpty() ? null : ids;
        });
        if (left == null) {
            store.remove(tunnelKey(tunnel.hostId()));
        }
    }

    /** Every node with a heartbeat that has not expired, by name; from behind this key on, see {@link #key}. */
    public Stream<Node> nodesAfter(String key) {
        Instant now = clock.instant();
        return nodes.after(key)
                .filter(entry -> entry.expires().isAfter(now))
                .map(entry -> withOnline(entry.node(), now));
    }

    /** Those of that name, or with that host id. */
    public List<Node> named(String target) {
        Instant now = clock.instant();
        return nodes.named(target)
                .filter(entry -> entry.expires().isAfter(now))
                .map(entry -> withOnline(entry.node(), now))
                .toList();
    }

    /** The host id and the name that is known of it. */
    public Set<String> namesOf(String hostId) {
        Stream<String> known = named(hostId).stream()
                .filter(node -> node.hostId().equals(hostId))
                .map(Node::name);
        return Stream.concat(Stream.of(hostId), known).collect(Collectors.toUnmodifiableSet());
    }

    /** What nodes are ordered by; unique. */
    static String key(Node node) {
        return NodeIndex.key(node.name(), node.hostId());
    }

    private Node withOnline(Node node, Instant now) {
        boolean online = isOnline(node.hostId(), now);
        return new Node(
                node.hostId(), node.name(), node.labels(), node.services(), node.version(), online, node.lastSeen());
    }

    private boolean isOnline(String hostId, Instant now) {
        return tunnels.getOrDefault(hostId, Map.of()).values().stream().anyMatch(expires -> expires.isAfter(now));
    }

    private void putTunnel(String hostId, Duration ttl) {
        store.put(tunnelKey(hostId), Long.toString(ttl.toMillis()), ttl);
    }

    private String tunnelKey(String hostId) {
        return TUNNEL + hostId + "/" + serverId;
    }

    private String write(Object entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> T read(String value, Class<T> type) {
        try {
            return json.readValue(value, type);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("presence entry of another version", foreign);
        }
    }

    private final class Index implements PresenceStore.Listener {
        @Override
        public void put(String key, String value) {
            if (key.startsWith(NODE)) {
                Beat beat = read(value, Beat.class);
                Optional<NodeIndex.Entry> before = nodes.put(beat.node(), in(beat.ttlMillis()));
                tell(
                        nodeListeners,
                        before.filter(entry -> isSame(entry, beat.node())).isEmpty());
            } else if (key.startsWith(CA_USE)) {
                CaUse use = read(value, CaUse.class);
                tell(caUseListeners, !use.equals(caUses.put(key.substring(CA_USE.length()), use)));
            } else if (key.startsWith(TUNNEL)) {
                String[] parts = key.split("/", 3);
                Instant expires = in(Long.parseLong(value));
                boolean before = isOnline(parts[1], clock.instant());
                // compute, as removal does: an entry put into a map just dropped would be lost
                tunnels.compute(parts[1], (hostId, servers) -> {
                    Map<String, Instant> all = servers == null ? new ConcurrentHashMap<>() : servers;
                    all.put(parts[2], expires);
                    return all;
                });
                tell(nodeListeners, !before);
            }
        }

        @Override
        public void removed(String key) {
            if (key.startsWith(NODE)) {
                nodes.remove(key.substring(NODE.length()));
                tell(nodeListeners, true);
            } else if (key.startsWith(CA_USE)) {
                caUses.remove(key.substring(CA_USE.length()));
            } else if (key.startsWith(TUNNEL)) {
                String[] parts = key.split("/", 3);
                tunnels.computeIfPresent(parts[1], (hostId, servers) -> {
                    servers.remove(parts[2]);
                    return servers.isEmpty() ? null : servers;
                });
                tell(nodeListeners, !isOnline(parts[1], clock.instant()));
            }
        }

        /** But for when it was heard of. */
        private boolean isSame(NodeIndex.Entry before, Node now) {
            Node old = before.node();
            return before.expires().isAfter(clock.instant())
                    && old.name().equals(now.name())
                    && old.labels().equals(now.labels())
                    && old.services().equals(now.services())
                    && old.version().equals(now.version());
        }

        private void tell(List<Runnable> listeners, boolean changed) {
            if (changed) {
                listeners.forEach(Runnable::run);
            }
        }

        private Instant in(long millis) {
            return clock.instant().plusMillis(millis);
        }
    }
}
