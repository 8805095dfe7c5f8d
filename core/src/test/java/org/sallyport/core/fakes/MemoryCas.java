package org.sallyport.core.fakes;

import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.cluster.CaRepository;

/** {@link CaRepository} in memory. */
public final class MemoryCas implements CaRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<CaType, StoredCa> cas;

    public MemoryCas(MemoryStore store) {
        this.store = store;
        this.cas = store.table();
    }

    @Override
    public List<StoredCa> findAll() {
        return store.call(() -> List.copyOf(cas.rows().values()));
    }

    @Override
    public void insert(StoredCa ca) {
        store.run(() -> {
            if (cas.rows().containsKey(ca.type())) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "another node made this CA first");
            }
            put(ca, 1);
        });
    }

    @Override
    public void update(StoredCa ca) {
        store.run(() -> {
            StoredCa known = cas.rows().get(ca.type());
            if (known == null || known.revision() != ca.revision()) {
                throw MemoryStore.refusal(ErrorCode.STALE_REVISION, "this CA was changed meanwhile");
            }
            put(ca, known.revision() + 1);
        });
    }

    /** As in the store of a version that had none of its sort. */
    public void forget(CaType type) {
        store.run(() -> cas.rows().remove(type));
    }

    private void put(StoredCa ca, long revision) {
        cas.rows().put(ca.type(), new StoredCa(ca.type(), ca.publicDocument(), ca.sealedKeys(), revision));
    }
}
