package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.cluster.ClusterIdentityRepository;

/** {@link ClusterIdentityRepository} in memory. */
public final class MemoryClusterIdentity implements ClusterIdentityRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Instant> ids;

    public MemoryClusterIdentity(MemoryStore store) {
        this.store = store;
        this.ids = store.table();
    }

    @Override
    public Optional<String> clusterId() {
        return store.call(() -> ids.rows().keySet().stream().findFirst());
    }

    @Override
    public void insert(String clusterId, Instant created) {
        store.run(() -> {
            if (!ids.rows().isEmpty()) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "the cluster has an identity");
            }
            ids.rows().put(clusterId, created);
        });
    }
}
