package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.contract.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.CaRepository.StoredCa;

/** What every {@link CaRepository} does. Each test starts without CAs. */
public abstract class CaRepositoryContract {
    protected abstract CaRepository repository();

    protected abstract Transactions transactions();

    @Test
    void storedCasAreFoundWithTheirKeys() {
        insert(ca(CaType.USER, "one", 0));
        insert(ca(CaType.HOST, "two", 0));

        List<StoredCa> all = transactions().call(repository()::findAll);
        assertThat(all).extracting(StoredCa::type).containsExactlyInAnyOrder(CaType.USER, CaType.HOST);
        StoredCa user = found(CaType.USER);
        assertThat(user.publicDocument()).isEqualTo("{\"v\":\"one\"}");
        assertThat(user.sealedKeys()).isEqualTo("sealed one".getBytes(StandardCharsets.UTF_8));
        assertThat(user.revision()).isPositive();
    }

    @Test
    void secondOfATypeIsRefused() {
        insert(ca(CaType.USER, "one", 0));

        assertRefused(ErrorCode.ALREADY_EXISTS, () -> insert(ca(CaType.USER, "two", 0)));
        assertThat(found(CaType.USER).publicDocument()).contains("one");
    }

    @Test
    void ofTwoNodesMakingACaOneIsFirst() {
        var outcomes = Race.run(2, i -> {
            insert(ca(CaType.HOST, "node" + i, 0));
            return i;
        });

        assertThat(outcomes).filteredOn(o -> o.result().isPresent()).hasSize(1);
        assertThat(outcomes)
                .filteredOn(o -> o.refusal().equals(Optional.of(ErrorCode.ALREADY_EXISTS)))
                .hasSize(1);
        int winner = outcomes.get(0).result().isPresent() ? 0 : 1;
        assertThat(found(CaType.HOST).publicDocument()).contains("node" + winner);
    }

    @Test
    void updateNeedsTheStoredRevision() {
        insert(ca(CaType.USER, "one", 0));
        long first = found(CaType.USER).revision();
        transactions().run(() -> repository().update(ca(CaType.USER, "two", first)));

        StoredCa second = found(CaType.USER);
        assertThat(second.revision()).isGreaterThan(first);
        assertThat(second.publicDocument()).contains("two");
        assertRefused(ErrorCode.STALE_REVISION, () -> transactions()
                .run(() -> repository().update(ca(CaType.USER, "three", first))));
        assertThat(found(CaType.USER).publicDocument()).contains("two");
    }

    private void insert(StoredCa ca) {
        transactions().run(() -> repository().insert(ca));
    }

    private StoredCa found(CaType type) {
        return transactions().call(repository()::findAll).stream()
                .filter(ca -> ca.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static StoredCa ca(CaType type, String mark, long revision) {
        return new StoredCa(
                type, "{\"v\":\"" + mark + "\"}", ("sealed " + mark).getBytes(StandardCharsets.UTF_8), revision);
    }
}
