package org.sallyport.core.fakes;

import java.util.List;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.recording.RecordingKeyRepository;

/** {@link RecordingKeyRepository} in memory. */
public final class MemoryRecordingKeys implements RecordingKeyRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<Integer, StoredKey> keys;

    public MemoryRecordingKeys(MemoryStore store) {
        this.store = store;
        this.keys = store.table();
    }

    @Override
    public List<StoredKey> all() {
        return store.call(() -> List.copyOf(keys.rows().descendingMap().values()));
    }

    @Override
    public void insert(StoredKey key) {
        store.run(() -> {
            if (keys.rows().putIfAbsent(key.generation(), key) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "this generation has a recording key");
            }
        });
    }
}
