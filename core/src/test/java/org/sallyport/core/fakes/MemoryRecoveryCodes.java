package org.sallyport.core.fakes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sallyport.core.mfa.RecoveryCodeRepository;

/** {@link RecoveryCodeRepository} in memory. */
public final class MemoryRecoveryCodes implements RecoveryCodeRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Set<String>> codes;

    public MemoryRecoveryCodes(MemoryStore store) {
        this.store = store;
        this.codes = store.table();
    }

    @Override
    public void replace(String user, List<String> hashes) {
        store.run(() -> codes.rows().put(user, Set.copyOf(hashes)));
    }

    @Override
    public boolean consume(String user, String hash) {
        return store.call(() -> {
            Set<String> left = new TreeSet<>(codes.rows().getOrDefault(user, Set.of()));
            boolean there = left.remove(hash);
            codes.rows().put(user, left);
            return there;
        });
    }

    @Override
    public int count(String user) {
        return store.call(() -> codes.rows().getOrDefault(user, Set.of()).size());
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(() -> codes.rows().remove(user));
    }
}
