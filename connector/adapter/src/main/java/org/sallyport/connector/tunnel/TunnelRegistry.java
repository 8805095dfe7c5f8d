package org.sallyport.connector.tunnel;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.sallyport.api.resource.ServiceType;

/** The tunnels of this server by agent, newest first: a reconnected agent is found by its new tunnel. */
public final class TunnelRegistry {
    private final ConcurrentMap<String, List<Tunnel>> tunnels = new ConcurrentHashMap<>();

    void add(Tunnel tunnel) {
        tunnels.merge(
                tunnel.info().hostId(), List.of(tunnel), (old, added) -> Stream.concat(added.stream(), old.stream())
                        .toList());
    }

    /** Takes it out; tells whether no other open tunnel of the same agent is left. */
    boolean remove(Tunnel tunnel) {
        List<Tunnel> others = tunnels.computeIfPresent(tunnel.info().hostId(), (hostId, known) -> {
            List<Tunnel> left = known.stream().filter(other -> other != tunnel).toList();
            return left.isEmpty() ? null : left;
        });
        return others == null
                || others.stream().noneMatch(other -> other.session().isOpen());
    }

    private Stream<Tunnel> of(String hostId, ServiceType service) {
        return tunnels.getOrDefault(hostId, List.of()).stream()
                .filter(tunnel -> tunnel.info().services().contains(service));
    }

    /** The tunnels through which this service can be dialled now, best first. */
    public List<Tunnel> selectable(String hostId, ServiceType service) {
        return of(hostId, service).filter(Tunnel::selectable).toList();
    }

    /** Whether there is a tunnel, but only one that is being drained. */
    public boolean onlyDraining(String hostId, ServiceType service) {
        List<Tunnel> known = of(hostId, service).toList();
        return !known.isEmpty() && known.stream().allMatch(Tunnel::draining);
    }

    public List<Tunnel> all() {
        return tunnels.values().stream().flatMap(Collection::stream).toList();
    }
}
