package org.sallyport.persistence.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.sallyport.core.recording.RecordingKeyRepository;
import org.sallyport.persistence.store.StoreSession;

/** Recording keys in table {@code recording_key}. */
@ApplicationScoped
public class JpaRecordingKeyRepository implements RecordingKeyRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaRecordingKeyRepository() {}

    @Inject
    public JpaRecordingKeyRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public List<StoredKey> all() {
        return store.call(entities -> entities.createQuery(
                        "select k from RecordingKeyEntity k order by k.generation desc", RecordingKeyEntity.class)
                .getResultStream()
                .map(RecordingKeyEntity::toKey)
                .toList());
    }

    @Override
    public void insert(StoredKey key) {
        store.insert(new RecordingKeyEntity(key), "the recording key of generation " + key.generation());
    }
}
