package org.sallyport.core.cluster;

import java.util.List;
import org.sallyport.api.cert.CaType;

/** CA key sets at rest, private keys sealed. Joins the caller's transaction. */
public interface CaRepository {
    /**
     * @param publicDocument JSON of {@link org.sallyport.api.cert.Authority}
     * @param sealedKeys private keys under {@code KeySealer} context {@code ca:<type>}
     * @param revision optimistic lock, 0 before it is stored
     */
    record StoredCa(CaType type, String publicDocument, byte[] sealedKeys, long revision) {}

    List<StoredCa> findAll();

    /** @throws SallyportException ALREADY_EXISTS when another node was first */
    void insert(StoredCa ca);

    /** @throws SallyportException STALE_REVISION */
    void update(StoredCa ca);
}
