package org.sallyport.ejb.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.access.PresetRoles;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterIdentityRepository;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.cluster.CaFoundry;

/**
 * Makes a cluster out of an empty store, in the caller's one transaction. The cluster's id goes first: of two servers
 * that start at once the second one fails there and finds everything made.
 */
@ApplicationScoped
public class FirstStart {
    static final String ADMIN = "admin";
    private static final Caller.System CALLER = new Caller.System("first-start");

    private final ClusterIdentityRepository identity;
    private final CaFoundry foundry;
    private final ResourceRepository resources;
    private final AuditWriter audit;
    private final ServerSettings settings;
    private final Clock clock;

    /** For the container's proxy. */
    protected FirstStart() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public FirstStart(
            ClusterIdentityRepository identity,
            CaFoundry foundry,
            ResourceRepository resources,
            AuditWriter audit,
            ServerSettings settings,
            Clock clock) {
        this.identity = identity;
        this.foundry = foundry;
        this.resources = resources;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return whether this call made the cluster */
    public boolean makeCluster() {
        if (identity.clusterId().isPresent()) {
            return false;
        }
        String clusterId = UUID.randomUUID().toString();
        identity.insert(clusterId, clock.instant());
        ClusterConfigSpec config = settings.initialConfig();
        foundry.make(config.clusterName());
        initialResources(config).forEach(this::insert);
        audit.record(AuditEvent.of(AuditEventType.CLUSTER_INIT)
                .user(CALLER.name())
                .resource(ResourceKind.CLUSTER_CONFIG.wireName(), ClusterConfigSpec.NAME)
                .message("cluster '" + config.clusterName() + "' made with its CAs and preset roles")
                .field("cluster_id", clusterId)
                .at(clock.instant()));
        return true;
    }

    /**
     * What a cluster lacks that an earlier version made, in the caller's transaction.
     *
     * @return whether this call made anything
     * @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS when another server was first
     */
    public boolean completeCluster(String clusterName) {
        List<CaType> made = foundry.makeMissing(clusterName);
        made.forEach(type -> audit.record(AuditEvent.of(AuditEventType.CLUSTER_INIT)
                .user(CALLER.name())
                .resource("cert_authority", type.wireName())
                .message(type.wireName() + " CA made: this cluster was made before there was one")
                .at(clock.instant())));
        return !made.isEmpty();
    }

    private List<Resource<?>> initialResources(ClusterConfigSpec config) {
        List<Resource<?>> all = new ArrayList<>(PresetRoles.all());
        List<String> roles = PresetRoles.all().stream().map(Resource::name).toList();
        all.add(Resource.of(Metadata.named(ClusterConfigSpec.NAME), config));
        if (resources.list(ResourceKind.USER, "", 1, clock.instant()).isEmpty()) {
            all.add(Resource.of(Metadata.named(ADMIN), new UserSpec(roles, Map.of())));
        }
        return all;
    }

    private void insert(Resource<?> resource) {
        Resource<?> stored = resources.insert(resource, clock.instant());
        audit.record(AuditEvent.of(AuditEventType.RESOURCE_CREATED)
                .user(CALLER.name())
                .resource(stored.kind().wireName(), stored.name())
                .message(stored.kind().wireName() + " '" + stored.name() + "' created at the first start")
                .field("revision", stored.revision())
                .at(clock.instant()));
    }
}
