package org.sallyport.ejb.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ResourceSpec;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;

/** Users, roles, locks and the cluster's configuration from memory, without what has expired. */
@ApplicationScoped
public class Directory {
    private final ResourceFeed feed;
    private final Clock clock;

    /** For the container's proxy. */
    protected Directory() {
        this(null, null);
    }

    @Inject
    public Directory(ResourceFeed feed, Clock clock) {
        this.feed = feed;
        this.clock = clock;
    }

    public Optional<Resource<UserSpec>> user(String name) {
        return find(ResourceKind.USER, name, UserSpec.class);
    }

    public Optional<Resource<RoleSpec>> role(String name) {
        return find(ResourceKind.ROLE, name, RoleSpec.class);
    }

    public List<Resource<RoleSpec>> roles() {
        return all(ResourceKind.ROLE, RoleSpec.class);
    }

    public List<Resource<UserSpec>> users() {
        return all(ResourceKind.USER, UserSpec.class);
    }

    public Optional<Resource<AuthConnectorSpec>> connector(String name) {
        return find(ResourceKind.AUTH_CONNECTOR, name, AuthConnectorSpec.class);
    }

    public List<Resource<AuthConnectorSpec>> connectors() {
        return all(ResourceKind.AUTH_CONNECTOR, AuthConnectorSpec.class);
    }

    /** Those in force. */
    public List<Resource<LockSpec>> locks() {
        return all(ResourceKind.LOCK, LockSpec.class);
    }

    public List<Resource<OpensshNodeSpec>> opensshNodes() {
        return all(ResourceKind.OPENSSH_NODE, OpensshNodeSpec.class);
    }

    /** Grows with every change of a node without an agent. */
    public long opensshNodesRevision() {
        return feed.snapshot().revision(ResourceKind.OPENSSH_NODE);
    }

    public ClusterConfigSpec clusterConfig() {
        return find(ResourceKind.CLUSTER_CONFIG, ClusterConfigSpec.NAME, ClusterConfigSpec.class)
                .map(Resource::spec)
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "Auth Service: the cluster's configuration is not loaded yet; try again in a moment"));
    }

    /** Of a stored resource; empty when it is not there or its kind is not stored. */
    public Optional<Map<String, String>> labels(String kind, String name) {
        return ResourceKind.ofWireName(kind)
                .flatMap(known -> feed.snapshot().find(known, name))
                .filter(this::isAlive)
                .map(resource -> resource.metadata().labels());
    }

    private <S extends ResourceSpec> Optional<Resource<S>> find(ResourceKind kind, String name, Class<S> type) {
        return feed.snapshot().find(kind, name).filter(this::isAlive).map(resource -> resource.as(type));
    }

    private <S extends ResourceSpec> List<Resource<S>> all(ResourceKind kind, Class<S> type) {
        return feed.snapshot().all(kind).stream()
                .filter(this::isAlive)
                .map(resource -> resource.as(type))
                .toList();
    }

    /** Whether it has not expired. */
    public boolean isAlive(Resource<?> resource) {
        return resource.metadata()
                .expires()
                .map(expires -> expires.isAfter(clock.instant()))
                .orElse(true);
    }
}
