package org.sallyport.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.keys.Secrets;

/** Nodes without an agent as nodes: what there is to know follows from the resource. */
public final class AgentlessNode {
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 1L << 63;

    private AgentlessNode() {}

    /**
     * The host id, the same as long as cluster and name are: a UUID of version 8 (RFC 9562) made of the SHA-256 of
     * {@code openssh_node}, the cluster's id and the name in lower case, each on a line. Agents' host ids are of version 4, so none
     * of theirs can be it.
     */
    public static String hostId(String clusterId, String name) {
        String text = "openssh_node\n" + clusterId + "\n" + name.toLowerCase(Locale.ROOT) + "\n";
        ByteBuffer digest = ByteBuffer.wrap(Secrets.sha256(text.getBytes(StandardCharsets.UTF_8)));
        long high = digest.getLong() & ~0xF000L | VERSION_8;
        long low = digest.getLong() & ~(3L << 62) | VARIANT;
        return new UUID(high, low).toString();
    }

    public static Node of(String clusterId, Resource<OpensshNodeSpec> resource) {
        return new Node(
                hostId(clusterId, resource.name()),
                resource.name(),
                resource.metadata().labels(),
                Set.of(ServiceType.SSH),
                "",
                false,
                Instant.EPOCH,
                true);
    }
}
