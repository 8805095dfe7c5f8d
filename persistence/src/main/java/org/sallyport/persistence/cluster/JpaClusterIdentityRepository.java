package org.sallyport.persistence.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.cluster.ClusterIdentityRepository;
import org.sallyport.persistence.store.StoreSession;

/** The cluster's UUID in the one row of table {@code cluster_identity}. */
@ApplicationScoped
public class JpaClusterIdentityRepository implements ClusterIdentityRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaClusterIdentityRepository() {}

    @Inject
    public JpaClusterIdentityRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public Optional<String> clusterId() {
        return store.call(
                entities -> entities.createQuery("select c.clusterId from ClusterIdentityEntity c", String.class)
                        .getResultStream()
                        .findFirst());
    }

    @Override
    public void insert(String clusterId, Instant created) {
        store.insert(new ClusterIdentityEntity(clusterId, created), "the cluster's identity");
    }
}
