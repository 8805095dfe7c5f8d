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
import org.sallyport.core.rotation.CaRotation;

/** The CAs' opened keys in memory, so that issuing a certificate costs no query and no unsealing. */
@ApplicationScoped
public class CaKeyring {
    private final CaRepository repository;
    private final CaVault vault;
    private volatile Map<CaType, Opened> opened = Map.of();

    private record Opened(CaRotation ca, long revision) {}

    /** For the container's proxy. */
    protected CaKeyring() {
        this(null, null);
    }

    @Inject
    public CaKeyring(CaRepository repository, CaVault vault) {
        this.repository = repository;
        this.vault = vault;
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
        return current(type).keys();
    }

    /** As last read: the timer looks at it every few seconds, and reads the store before it changes anything. */
    public CaRotation current(CaType type) {
        Opened found = opened.get(type);
        if (found == null) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE, "Auth Service: its CAs are not loaded yet; try again in a moment");
        }
        return found.ca();
    }

    /** What our own checks go by: no CA that signs for others' servers, which earlier agents and clients cannot read either. */
    List<Authority> authorities() {
        return opened.values().stream()
                .map(found -> found.ca().keys().authority())
                .filter(authority -> authority.type() != CaType.OPENSSH)
                .toList();
    }

    private Opened open(StoredCa stored) {
        return new Opened(vault.open(stored), stored.revision());
    }
}
