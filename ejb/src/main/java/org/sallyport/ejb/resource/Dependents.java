package org.sallyport.ejb.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.OpensshNodeSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.sso.ConnectorMapping;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.ejb.account.Accounts;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.lock.LockoutGuard;
import org.sallyport.ejb.node.NodeNames;

/** What else hangs on a resource: what it refers to must be there, and what refers to it must not be left hanging. */
@ApplicationScoped
public class Dependents {
    private final Accounts accounts;
    private final JoinTokenSecretRepository tokenSecrets;
    private final Directory directory;
    private final LockoutGuard lockouts;
    private final NodeNames nodeNames;

    /** For the container's proxy. */
    protected Dependents() {
        this(null, null, null, null, null);
    }

    @Inject
    public Dependents(
            Accounts accounts,
            JoinTokenSecretRepository tokenSecrets,
            Directory directory,
            LockoutGuard lockouts,
            NodeNames nodeNames) {
        this.accounts = accounts;
        this.tokenSecrets = tokenSecrets;
        this.directory = directory;
        this.lockouts = lockouts;
        this.nodeNames = nodeNames;
    }

    /**
     * @throws SallyportException NOT_FOUND for a role that is not there, INVALID_RESOURCE for a second cluster_config,
     *     IN_USE for a lock that nobody could remove,
     *     ALREADY_EXISTS for a node by the name of another
     */
    void check(Resource<?> resource) {
        switch (resource.kind()) {
            case USER -> resource.as(UserSpec.class).spec().roles().forEach(this::requireRole);
            case CLUSTER_CONFIG -> {
                if (!resource.name().equals(ClusterConfigSpec.NAME)) {
                    throw new SallyportException(
                            ErrorCode.INVALID_RESOURCE,
                            "Auth Service: the only " + resource.kind().wireName() + " is named '"
                                    + ClusterConfigSpec.NAME + "'");
                }
            }
            case AUTH_CONNECTOR -> check(resource.as(AuthConnectorSpec.class).spec());
            case LOCK -> lockouts.requireSomebodyLeft(resource.as(LockSpec.class));
            case OPENSSH_NODE -> nodeNames.require(resource.as(OpensshNodeSpec.class));
            case ROLE, TOKEN -> {}
        }
    }

    private void check(AuthConnectorSpec connector) {
        ConnectorMapping.requireValid(connector);
        connector.attributesToRoles().stream()
                .flatMap(entry -> entry.roles().stream())
                // what a regular expression fills in is only known at login
                .filter(role -> role.indexOf('$') < 0)
                .forEach(this::requireRole);
    }

    /** @throws SallyportException IN_USE */
    void requireUnused(Resource<?> resource) {
        if (resource.kind() != ResourceKind.ROLE) {
            return;
        }
        directory.users().stream()
                .filter(user -> user.spec().roles().contains(resource.name()))
                .findFirst()
                .ifPresent(user -> {
                    throw new SallyportException(
                            ErrorCode.IN_USE,
                            "Auth Service: role '" + resource.name() + "' is held by user '" + user.name()
                                    + "'; take it from all users first");
                });
        directory.connectors().stream()
                .filter(connector -> connector.spec().attributesToRoles().stream()
                        .anyMatch(entry -> entry.roles().contains(resource.name())))
                .findFirst()
                .ifPresent(connector -> {
                    throw new SallyportException(
                            ErrorCode.IN_USE,
                            "Auth Service: role '" + resource.name() + "' is given by auth_connector '"
                                    + connector.name() + "'; take it out of that first");
                });
    }

    void remove(ResourceKind kind, String name) {
        switch (kind) {
            case USER -> accounts.remove(name);
            case TOKEN -> tokenSecrets.delete(name);
            // whoever it vouched for is out
            case AUTH_CONNECTOR -> accounts.endSessionsOf(name);
            case ROLE, CLUSTER_CONFIG, LOCK, OPENSSH_NODE -> {}
        }
    }

    private void requireRole(String role) {
        if (directory.role(role).isEmpty()) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND, "Auth Service: there is no role '" + role + "'; make it first");
        }
    }
}
