package org.sallyport.connector.tunnel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.sallyport.api.resource.ServiceType;

/** The tunnels of this server by agent and service, newest first: a reconnected agent is found by its new tunnel. */
public final class TunnelRegistry {
    /** What a tunnel is looked up by. */
    private record Key(String hostId, ServiceType service) {
        Key {
            requireNonNull(hostId, "hostId");
            requireNonNull(service, "service");
        }
    }

    private final ConcurrentMap<Key, List<Tunnel>> tunnels = new ConcurrentHashMap<>();

    void add(Tunnel tunnel) {
        for (ServiceType service : tunnel.info().services()) {
            tunnels.merge(new Key(tunnel.info().hostId(), service), List.of(tunnel), (old, added) -> Stream.concat(
                            added.stream(), old.stream())
                    .toList());
        }
    }

    /** Takes it out; tells whether no other open tunnel of the same agent is left. */
    boolean remove(Tunnel tunnel) {
        String hostId = tunnel.info().hostId();
        for (ServiceType service : tunnel.info().services()) {
            tunnels.computeIfPresent(new Key(hostId, service), (key, known) -> {
                List<Tunnel> left =
                        known.stream().filter(other -> other != tunnel).toList();
                return left.isEmpty() ? null : left;
            });
        }
        return of(hostId).noneMatch(other -> other.session().isOpen());
    }

    private Stream<Tunnel> of(String hostId) {
        return tunnels.entrySet().stream()
                .filter(entry -> entry.getKey().hostId().equals(hostId))
                .flatMap(entry -> entry.getValue().stream());
    }

    /** The tunnels through which this service can be dialled now, best first. */
    public List<Tunnel> selectable(String hostId, ServiceType service) {
        return tunnels.getOrDefault(new Key(hostId, service), List.of()).stream()
                .filter(Tunnel::selectable)
                .toList();
    }

    /** Whether there is a tunnel, but only one that is being drained. */
    public boolean onlyDraining(String hostId, ServiceType service) {
        List<Tunnel> known = tunnels.getOrDefault(new Key(hostId, service), List.of());
        return !known.isEmpty() && known.stream().allMatch(Tunnel::draining);
    }

    /** Each tunnel once. */
    public List<Tunnel> all() {
        return tunnels.values().stream().flatMap(List::stream).distinct().toList();
    }
}
