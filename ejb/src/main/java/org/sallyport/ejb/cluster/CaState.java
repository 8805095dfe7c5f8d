package org.sallyport.ejb.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.cert.CaType;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.ejb.feed.Directory;

/** The CAs of this cluster as this server has them in use. */
@ApplicationScoped
public class CaState {
    private final CaKeyring keyring;
    private final CaFoundry foundry;
    private final TrustCache trust;
    private final ServerKeyHolder serverKeys;
    private final Directory directory;

    /** For the container's proxy. */
    protected CaState() {
        this(null, null, null, null, null);
    }

    @Inject
    public CaState(
            CaKeyring keyring, CaFoundry foundry, TrustCache trust, ServerKeyHolder serverKeys, Directory directory) {
        this.keyring = keyring;
        this.foundry = foundry;
        this.trust = trust;
        this.serverKeys = serverKeys;
        this.directory = directory;
    }

    public CaRotation current(CaType type) {
        return keyring.current(type);
    }

    /** New keys, not stored yet. */
    public CaKeySet fresh(CaType type) {
        return foundry.fresh(type, directory.clusterConfig().clusterName());
    }

    /** Whether this server has to add keys of its own module to the new ones. */
    public boolean lacksOwnKeys(CaType type) {
        return foundry.lacksOwnKeys(current(type).keys());
    }

    /** What was stored is in force here when this returns; other servers poll. */
    public void refresh() {
        trust.refresh();
        serverKeys.refresh();
    }
}
