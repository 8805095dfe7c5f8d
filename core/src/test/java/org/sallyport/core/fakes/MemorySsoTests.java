package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.sso.SsoTestRepository;

/** {@link SsoTestRepository} in memory. */
public final class MemorySsoTests implements SsoTestRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, PendingTest> tests;

    public MemorySsoTests(MemoryStore store) {
        this.store = store;
        this.tests = store.table();
    }

    @Override
    public void insert(PendingTest test) {
        store.run(() -> tests.rows().put(test.idHash(), test));
    }

    @Override
    public Optional<PendingTest> find(String idHash, Instant now) {
        return store.call(() -> Optional.ofNullable(tests.rows().get(idHash))
                .filter(test -> test.expires().isAfter(now)));
    }

    @Override
    public boolean finish(String idHash, String outcome) {
        return store.call(() -> {
            PendingTest test = tests.rows().get(idHash);
            if (test == null || test.outcome().isPresent()) {
                return false;
            }
            tests.rows()
                    .put(
                            idHash,
                            new PendingTest(
                                    idHash, test.connector(), test.startedBy(), test.expires(), Optional.of(outcome)));
            return true;
        });
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(() -> {
            int before = tests.rows().size();
            tests.rows().values().removeIf(test -> !test.expires().isAfter(now));
            return before - tests.rows().size();
        });
    }
}
