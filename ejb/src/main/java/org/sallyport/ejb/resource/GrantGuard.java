package org.sallyport.ejb.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.access.GrantRule;
import org.sallyport.core.access.RoleSyntax;
import org.sallyport.core.access.Subject;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.feed.Directory;

/** Asks {@link GrantRule} about a change of a document and audits its refusals. */
@ApplicationScoped
public class GrantGuard {
    private final GrantRule rule;
    private final Directory directory;
    private final Authorizer authorizer;

    /** For the container's proxy. */
    protected GrantGuard() {
        this(null, null, null);
    }

    @Inject
    public GrantGuard(GrantRule rule, Directory directory, Authorizer authorizer) {
        this.rule = rule;
        this.directory = directory;
        this.authorizer = authorizer;
    }

    /** @throws SallyportException ESCALATION_REFUSED, or INVALID_RESOURCE for a role no decision could read */
    public void requireMayWrite(Caller caller, Optional<Resource<?>> before, Optional<Resource<?>> after) {
        after.filter(resource -> resource.kind() == ResourceKind.ROLE)
                .ifPresent(
                        role -> RoleSyntax.requireValid(role.as(RoleSpec.class).spec()));
        Resource<?> any = after.or(() -> before).orElseThrow();
        refusal(caller, any.kind(), before, after).ifPresent(why -> {
            SallyportException refusal = new SallyportException(
                    ErrorCode.ESCALATION_REFUSED,
                    "Auth Service: you may not write " + any.kind().wireName() + " '" + any.name() + "': " + why
                            + ". You may give only what you have yourself; ask a full administrator");
            authorizer.refuse(caller, any.kind().wireName(), any.name(), "grant", refusal, why);
            throw refusal;
        });
    }

    private Optional<String> refusal(
            Caller caller, ResourceKind kind, Optional<Resource<?>> before, Optional<Resource<?>> after) {
        return switch (caller) {
            case Caller.System system -> Optional.empty();
            case Caller.User user -> refusal(Authorizer.subject(user), kind, before, after);
            case Caller.Agent agent -> Optional.of("an agent writes no resources");
            case Caller.Anonymous anonymous -> Optional.of("not logged in");
        };
    }

    private Optional<String> refusal(
            Subject writer, ResourceKind kind, Optional<Resource<?>> before, Optional<Resource<?>> after) {
        return switch (kind) {
            case USER ->
                rule.refusesUser(
                        writer,
                        directory.roles(),
                        before.map(user -> user.as(UserSpec.class).spec()),
                        after.map(user -> user.as(UserSpec.class).spec()));
            case ROLE ->
                rule.refusesRole(
                        writer,
                        directory.roles(),
                        before.map(role -> role.as(RoleSpec.class)),
                        after.map(role -> role.as(RoleSpec.class)));
            case AUTH_CONNECTOR -> refusesConnector(writer, before, after);
            case TOKEN, CLUSTER_CONFIG, LOCK, OPENSSH_NODE -> Optional.empty();
        };
    }

    /**
     * A provider gives any user name and any trait, so who may write a connector could let himself in as anybody with
     * whatever the mapped roles allow: asked as for writing a user of these roles with a trait that nobody has.
     */
    private Optional<String> refusesConnector(
            Subject writer, Optional<Resource<?>> before, Optional<Resource<?>> after) {
        return rule.refusesUser(
                writer, directory.roles(), before.flatMap(GrantGuard::vouched), after.flatMap(GrantGuard::vouched));
    }

    private static Optional<UserSpec> vouched(Resource<?> connector) {
        List<String> roles = connector.as(AuthConnectorSpec.class).spec().attributesToRoles().stream()
                .flatMap(entry -> entry.roles().stream())
                .distinct()
                .toList();
        return Optional.of(new UserSpec(roles, Map.of("traits of the provider", List.of("any"))));
    }
}
