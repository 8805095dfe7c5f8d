package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.resource.ServiceType;

/**
 * What a dial asks for.
 *
 * @param service which of the agent's services; SSH for nodes
 * @param name node name or host id, without the cluster's suffix
 * @param resumable whether the client asks the agent for a stream that can be resumed
 */
public record DialTarget(ServiceType service, String name, boolean resumable) {
    public DialTarget {
        requireNonNull(service, "service");
        requireNonNull(name, "name");
    }

    /** A stream that ends with its connection. */
    public DialTarget(ServiceType service, String name) {
        this(service, name, false);
    }
}
