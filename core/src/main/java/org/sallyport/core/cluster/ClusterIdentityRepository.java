package org.sallyport.core.cluster;

import java.time.Instant;
import java.util.Optional;

/** The cluster's immutable UUID. */
public interface ClusterIdentityRepository {
    Optional<String> clusterId();

    /** @throws SallyportException ALREADY_EXISTS when another node was first */
    void insert(String clusterId, Instant created);
}
