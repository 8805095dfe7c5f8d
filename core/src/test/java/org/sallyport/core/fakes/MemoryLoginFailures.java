package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.lockout.LoginFailureRepository;

/** {@link LoginFailureRepository} in memory; a transaction of {@link MemoryStore} is the write lock. */
public final class MemoryLoginFailures implements LoginFailureRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Failures> failures;

    public MemoryLoginFailures(MemoryStore store) {
        this.store = store;
        this.failures = store.table();
    }

    @Override
    public Optional<Failures> find(String user) {
        return store.call(() -> Optional.ofNullable(failures.rows().get(user)));
    }

    @Override
    public Optional<Failures> findForUpdate(String user) {
        return find(user);
    }

    @Override
    public void insert(Failures counted) {
        store.run(() -> {
            if (failures.rows().putIfAbsent(counted.user(), counted) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "failures of '" + counted.user() + "' are there");
            }
        });
    }

    @Override
    public void save(Failures counted) {
        store.run(() -> failures.rows().put(counted.user(), counted));
    }

    @Override
    public boolean delete(String user) {
        return store.call(() -> failures.rows().remove(user) != null);
    }

    @Override
    public int deleteBefore(Instant then) {
        return store.call(() -> {
            int before = failures.rows().size();
            failures.rows()
                    .values()
                    .removeIf(known -> known.last().isBefore(then)
                            && known.lockedUntil()
                                    .map(until -> until.isBefore(then))
                                    .orElse(true));
            return before - failures.rows().size();
        });
    }
}
