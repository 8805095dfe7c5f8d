package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.resource.ServiceType;

/**
 * What a dial asks for.
 *
 * @param service which of the agent's services; SSH for nodes
 * @param name node name or host id, without the cluster's suffix
 */
public record DialTarget(ServiceType service, String name) {
    public DialTarget {
        requireNonNull(service, "service");
        requireNonNull(name, "name");
    }
}
