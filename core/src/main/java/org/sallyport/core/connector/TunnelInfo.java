package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.resource.ServiceType;

/** A reverse tunnel as the registry knows it; {@code id} is unique within the server's life. */
public record TunnelInfo(
        String id,
        String hostId,
        Set<ServiceType> services,
        String address,
        Instant since,
        NegotiatedAlgorithms algorithms) {
    public TunnelInfo {
        services = Set.copyOf(services);
        requireNonNull(algorithms, "algorithms");
    }
}
