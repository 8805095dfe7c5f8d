package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.contract.Refusals.assertRefused;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.cluster.ClusterIdentityRepository;

/** What every {@link ClusterIdentityRepository} does. Each test starts on a store without an identity. */
public abstract class ClusterIdentityRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ID = "0b0e7a52-3c1f-4a51-9a34-6f5d4f6a7c11";

    protected abstract ClusterIdentityRepository repository();

    protected abstract Transactions transactions();

    @Test
    void identityIsGivenOnce() {
        assertThat(transactions().call(repository()::clusterId)).isEmpty();
        transactions().run(() -> repository().insert(ID, NOW));

        assertThat(transactions().call(repository()::clusterId)).contains(ID);
        assertRefused(ErrorCode.ALREADY_EXISTS, () -> transactions()
                .run(() -> repository().insert("11111111-3c1f-4a51-9a34-6f5d4f6a7c11", NOW)));
        assertThat(transactions().call(repository()::clusterId)).contains(ID);
    }

    @Test
    void ofSeveralNodesOneIsFirst() {
        var outcomes = Race.run(4, i -> {
            String id = ID.substring(0, ID.length() - 1) + i;
            transactions().run(() -> repository().insert(id, NOW));
            return id;
        });

        assertThat(outcomes)
                .filteredOn(o -> o.refusal().equals(Optional.of(ErrorCode.ALREADY_EXISTS)))
                .hasSize(3);
        assertThat(outcomes)
                .flatExtracting(o -> o.result().stream().toList())
                .containsExactly(transactions().call(repository()::clusterId).orElseThrow());
    }
}
