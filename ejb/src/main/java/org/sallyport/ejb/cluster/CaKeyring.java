package org.sallyport.ejb.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.keys.KeySealer;

/** The CAs' opened keys in memory, so that issuing a certificate costs no query and no unsealing. */
@ApplicationScoped
public class CaKeyring {
    private final CaRepository repository;
    private final KeySealer sealer;
    private volatile Map<CaType, Opened> opened = Map.of();

    private record Opened(CaKeys keys, long revision) {}

    /** For the container's proxy. */
    protected CaKeyring() {
        this(null, null);
    }

    @Inject
    public CaKeyring(CaRepository repository, KeySealer sealer) {
        this.repository = repository;
        this.sealer = sealer;
    }

    /** Within the caller's transaction: reads what is stored and opens what has changed. */
    void refresh() {
        Map<CaType, Opened> current = opened;
        Map<CaType, Opened> fresh = new EnumMap<>(CaType.class);
        for (StoredCa stored : repository.findAll()) {
            Opened known = current.get(stored.type());
            fresh.put(stored.type(), known != null && known.revision() == stored.revision() ? known : open(stored));
        }
        opened = fresh;
    }

    public CaKeys keys(CaType type) {
        Opened found = opened.get(type);
        if (found == null) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE, "Auth Service: its CAs are not loaded yet; try again in a moment");
        }
        return found.keys();
    }

    List<Authority> authorities() {
        return opened.values().stream().map(found -> found.keys().authority()).toList();
    }

    static String sealingContext(CaType type) {
        return "ca:" + type.wireName();
    }

    private Opened open(StoredCa stored) {
        return new Opened(
                CaKeys.decode(sealer.open(stored.sealedKeys(), sealingContext(stored.type()))), stored.revision());
    }
}
