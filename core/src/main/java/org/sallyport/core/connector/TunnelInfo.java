package org.sallyport.core.connector;

import java.time.Instant;
import java.util.Set;
import org.sallyport.api.resource.ServiceType;

/** A reverse tunnel as the registry knows it; {@code id} is unique within the server's life. */
public record TunnelInfo(String id, String hostId, Set<ServiceType> services, String address, Instant since) {
    public TunnelInfo {
        services = Set.copyOf(services);
    }
}
