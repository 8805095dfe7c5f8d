package org.sallyport.api.node;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.resource.Labels;
import org.sallyport.api.resource.ServiceType;

/**
 * A server reached by SSH, as its agent last told and as the tunnel registry sees it. Presence: never in the database.
 * Without an agent: as it is written down (kind {@code openssh_node}).
 *
 * @param hostId the agent's UUID, for ever the same; for a node without an agent one that follows from cluster and name
 * @param name what people type; several nodes may share one
 * @param labels static and command labels together
 * @param version of the agent
 * @param online whether a live tunnel is held; never of a node without an agent, which nobody hears of before somebody
 *     connects
 * @param lastSeen last heartbeat or tunnel traffic; without an agent the epoch
 * @param agentless a stock sshd that the proxy reaches by itself
 */
public record Node(
        String hostId,
        String name,
        Map<String, String> labels,
        Set<ServiceType> services,
        String version,
        boolean online,
        Instant lastSeen,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean agentless) {
    /** One with an agent. */
    public Node(
            String hostId,
            String name,
            Map<String, String> labels,
            Set<ServiceType> services,
            String version,
            boolean online,
            Instant lastSeen) {
        this(hostId, name, labels, services, version, online, lastSeen, false);
    }

    public Node {
        requireNonNull(hostId, "hostId");
        requireNonNull(name, "name");
        labels = Labels.checked("labels", labels);
        services = Set.copyOf(services);
        version = version == null ? "" : version;
        requireNonNull(lastSeen, "lastSeen");
    }
}
