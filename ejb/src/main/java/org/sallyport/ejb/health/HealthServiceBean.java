package org.sallyport.ejb.health;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.HealthPart;
import org.sallyport.api.rest.ServerHealth;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.connector.ConnectorPorts;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.health.HealthService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.node.Presence;

/** See {@link HealthService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(HealthService.class)
@Interceptors(Translated.class)
public class HealthServiceBean implements HealthService {
    private final Authorizer authorizer;
    private final HealthChecks checks;
    private final ClusterService cluster;
    private final Presence presence;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    DialConnectionFactory connector;

    /** For the container. */
    public HealthServiceBean() {
        this(null, null, null, null);
    }

    @Inject
    public HealthServiceBean(Authorizer authorizer, HealthChecks checks, ClusterService cluster, Presence presence) {
        this.authorizer = authorizer;
        this.checks = checks;
        this.cluster = cluster;
        this.presence = presence;
    }

    @Override
    public ServerHealth health(Caller caller) {
        authorizer.require(caller, "read", ResourceKind.CLUSTER_CONFIG.wireName(), "");
        ClusterInfo info = cluster.info();
        List<HealthPart> parts = new ArrayList<>(checks.parts());
        parts.addAll(listeners(info, connector.ports()));
        long online = presence.nodesAfter("").filter(node -> node.online()).count();
        return new ServerHealth(
                parts.stream().allMatch(HealthPart::ok),
                info.version(),
                Math.toIntExact(online),
                connector.load().tunnels(),
                parts);
    }

    /** That HTTPS works is shown by the question itself. */
    private static List<HealthPart> listeners(ClusterInfo info, ConnectorPorts ports) {
        String closed = "closed: the connector is not active; see the server's log";
        String ssh = ports.ssh() <= 0 ? "inside HTTPS only" : "listens on port " + ports.ssh();
        return List.of(
                new HealthPart("https", true, "answers at " + info.publicAddress()),
                new HealthPart("ssh", ports.active(), ports.active() ? ssh : closed),
                new HealthPart("grpc", ports.active(), ports.active() ? "listens on port " + ports.grpc() : closed));
    }
}
