package org.sallyport.core.issue;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.util.Set;
import org.sallyport.api.resource.ServiceType;

/**
 * What an agent's certificates are to say. The caller has checked the token or the current certificate.
 *
 * @param services exactly those that the token allows
 * @param address IP address from which the agent joined, for the audit event; may be empty
 */
public record AgentIssue(
        String hostId,
        String nodeName,
        String clusterName,
        Set<ServiceType> services,
        PublicKey hostKey,
        PublicKey tunnelKey,
        PublicKey tlsKey,
        String address,
        String clusterId) {
    public AgentIssue {
        requireNonNull(hostId, "hostId");
        requireNonNull(nodeName, "nodeName");
        requireNonNull(clusterName, "clusterName");
        services = Set.copyOf(services);
        requireNonNull(hostKey, "hostKey");
        requireNonNull(tunnelKey, "tunnelKey");
        requireNonNull(tlsKey, "tlsKey");
        requireNonNull(address, "address");
        requireNonNull(clusterId, "clusterId");
    }
}
