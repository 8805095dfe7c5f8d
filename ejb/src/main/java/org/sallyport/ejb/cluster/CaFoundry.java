package org.sallyport.ejb.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.keys.KeySealer;

/** Makes the CAs of a new cluster and stores them sealed, within the caller's transaction. */
@ApplicationScoped
public class CaFoundry {
    private final CaRepository repository;
    private final KeySealer sealer;
    private final Clock clock;

    /** For the container's proxy. */
    protected CaFoundry() {
        this(null, null, null);
    }

    @Inject
    public CaFoundry(CaRepository repository, KeySealer sealer, Clock clock) {
        this.repository = repository;
        this.sealer = sealer;
        this.clock = clock;
    }

    public void make(String clusterName) {
        for (CaType type : CaType.values()) {
            CaKeys keys = CaKeys.generate(type, clusterName, clock);
            repository.insert(new StoredCa(
                    type, publicDocument(keys), sealer.seal(keys.encode(), CaKeyring.sealingContext(type)), 0));
        }
    }

    private static String publicDocument(CaKeys keys) {
        try {
            return Json.jsonMapper().writeValueAsString(keys.authority());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of strings always encode", impossible);
        }
    }
}
