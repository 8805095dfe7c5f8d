package org.sallyport.persistence.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.persistence.store.StoreSession;

/** CA key sets in table {@code certificate_authority}. */
@ApplicationScoped
public class JpaCaRepository implements CaRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaCaRepository() {}

    @Inject
    public JpaCaRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public List<StoredCa> findAll() {
        return store.call(entities -> entities.createQuery(
                        "select c.caType, c.publicDocument, c.sealedKeys, c.revision from CaEntity c order by c.caType",
                        Object[].class)
                .getResultStream()
                .map(row -> new StoredCa(
                        CaType.ofWireName((String) row[0]), (String) row[1], (byte[]) row[2], (long) row[3]))
                .toList());
    }

    @Override
    public void insert(StoredCa ca) {
        store.insert(
                new CaEntity(ca.type().wireName(), ca.publicDocument(), ca.sealedKeys(), 1),
                "the " + ca.type().wireName() + " CA");
    }

    @Override
    public void update(StoredCa ca) {
        int changed = store.call(entities -> entities.createQuery(
                        "update CaEntity c set c.publicDocument = :document, c.sealedKeys = :keys,"
                                + " c.revision = c.revision + 1 where c.caType = :type and c.revision = :expected")
                .setParameter("document", ca.publicDocument())
                .setParameter("keys", ca.sealedKeys())
                .setParameter("type", ca.type().wireName())
                .setParameter("expected", ca.revision())
                .executeUpdate());
        if (changed == 0) {
            throw new SallyportException(
                    ErrorCode.STALE_REVISION,
                    "store: the " + ca.type().wireName() + " CA is no longer at revision " + ca.revision()
                            + ": read it again and repeat the change");
        }
    }
}
