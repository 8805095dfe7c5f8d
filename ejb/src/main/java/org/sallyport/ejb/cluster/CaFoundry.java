package org.sallyport.ejb.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.cluster.CaRepository;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.core.rotation.Rotation;
import org.sallyport.ejb.keys.KeyModules;

/** Makes CA keys: those of a new cluster, stored within the caller's transaction, and those of a rotation. */
@ApplicationScoped
public class CaFoundry {
    private final CaRepository repository;
    private final CaVault vault;
    private final KeyModules modules;
    private final Clock clock;

    /** For the container's proxy. */
    protected CaFoundry() {
        this(null, null, null, null);
    }

    @Inject
    public CaFoundry(CaRepository repository, CaVault vault, KeyModules modules, Clock clock) {
        this.repository = repository;
        this.vault = vault;
        this.modules = modules;
        this.clock = clock;
    }

    public void make(String clusterName) {
        for (CaType type : CaType.values()) {
            make(type, clusterName);
        }
    }

    private void make(CaType type, String clusterName) {
        CaKeys keys = CaKeys.of(type, fresh(type, clusterName));
        repository.insert(vault.seal(new CaRotation(keys, Rotation.NONE), 0));
    }

    /**
     * Those CAs that a cluster lacks which was made before there were any of their sort.
     *
     * @return the sorts that were made
     * @throws SallyportException ALREADY_EXISTS when another server was first; the transaction can only be rolled back then
     */
    public List<CaType> makeMissing(String clusterName) {
        List<CaType> missing = new ArrayList<>(List.of(CaType.values()));
        repository.findAll().forEach(there -> missing.remove(there.type()));
        missing.forEach(type -> make(type, clusterName));
        return missing;
    }

    /** New keys where this server keeps them: in its module when it has one. */
    public CaKeySet fresh(CaType type, String clusterName) {
        return modules.own()
                .map(module -> CaKeySet.generate(type, clusterName, clock, module))
                .orElseGet(() -> CaKeySet.generate(type, clusterName, clock));
    }

    /** Whether this server has a module of its own and no key of it is among the new ones. */
    public boolean lacksOwnKeys(CaKeys keys) {
        return modules.own().isPresent()
                && keys.phase() == RotationPhase.INIT
                && keys.additional().stream().noneMatch(CaKeySet::usable);
    }
}
