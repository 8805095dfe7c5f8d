package org.sallyport.core.fakes;

import java.time.Instant;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.sso.UsedAssertionRepository;

/** {@link UsedAssertionRepository} in memory. */
public final class MemoryUsedAssertions implements UsedAssertionRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Instant> used;

    public MemoryUsedAssertions(MemoryStore store) {
        this.store = store;
        this.used = store.table();
    }

    @Override
    public void insert(String idHash, Instant expires) {
        store.run(() -> {
            if (used.rows().putIfAbsent(idHash, expires) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "the assertion exists already");
            }
        });
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(() -> {
            int before = used.rows().size();
            used.rows().values().removeIf(expires -> !expires.isAfter(now));
            return before - used.rows().size();
        });
    }
}
