package org.sallyport.ejb.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

class ResourceServiceTest {
    private final AuthServer server = new AuthServer();

    @Test
    void changesAreAuditedWithTheirMaker() {
        Resource<?> made = server.resources.create(server.admin(), role("dev", "read"));
        Resource<?> changed = server.resources.update(server.admin(), role("dev", "list"), made.revision());
        server.resources.delete(server.admin(), ResourceKind.ROLE, "dev", Optional.of(changed.revision()));
        assertThat(server.audit.all().stream()
                        .filter(event -> event.resource().equals("dev"))
                        .map(AuditEvent::event))
                .containsExactly("resource.created", "resource.updated", "resource.deleted");
        assertThat(server.audit.of("resource.updated"))
                .allMatch(event -> event.user().equals("admin"));
    }

    @Test
    void staleRevisionIsRefused() {
        Resource<?> made = server.resources.create(server.admin(), role("dev", "read"));
        server.resources.apply(server.admin(), role("dev", "list"));
        Refused.with(
                ErrorCode.STALE_REVISION,
                () -> server.resources.update(server.admin(), role("dev", "create"), made.revision()));
    }

    @Test
    void notThereAndNotVisibleLookTheSame() {
        server.user("ann", "auditor");
        SallyportException hidden = Refused.with(
                ErrorCode.NOT_FOUND, () -> server.resources.get(server.as("ann"), ResourceKind.ROLE, "editor"));
        SallyportException absent = Refused.with(
                ErrorCode.NOT_FOUND, () -> server.resources.get(server.admin(), ResourceKind.ROLE, "nope"));
        assertThat(hidden.userMessage().replace("editor", "nope")).isEqualTo(absent.userMessage());
        Refused.with(
                ErrorCode.NOT_FOUND,
                () -> server.resources.delete(server.as("ann"), ResourceKind.ROLE, "editor", Optional.empty()));
    }

    @Test
    void whoMaySeeIsToldWhyItMayNotChange() {
        server.role("viewer", rules(new RoleRule(List.of("role"), List.of("read", "list"))));
        server.user("vic", "viewer");
        SallyportException refusal = Refused.with(
                ErrorCode.ACCESS_DENIED,
                () -> server.resources.delete(server.as("vic"), ResourceKind.ROLE, "access", Optional.empty()));
        assertThat(refusal.userMessage()).contains("Auth Service").contains("delete");
        assertThat(server.audit.of("resource.refused")).singleElement().satisfies(event -> {
            assertThat(event.user()).isEqualTo("vic");
            assertThat(event.fields()).containsKey("reasons");
        });
    }

    @Test
    void editorOfOneRoleCannotWidenIt() {
        server.role("role-keeper", rules(new RoleRule(List.of("role"), List.of("create", "read", "update"))));
        server.user("rick", "role-keeper");
        Resource<RoleSpec> wider = Resource.of(
                Metadata.named("role-keeper"),
                new RoleSpec(null, new RoleConditions(List.of("root"), Map.of("*", List.of("*")), List.of()), null));
        Refused.with(ErrorCode.ESCALATION_REFUSED, () -> server.resources.apply(server.as("rick"), wider));
        assertThat(server.directory
                        .role("role-keeper")
                        .orElseThrow()
                        .spec()
                        .allow()
                        .logins())
                .isEmpty();
    }

    @Test
    void heldRoleAndClusterConfigCannotBeDeleted() {
        Refused.with(
                ErrorCode.IN_USE,
                () -> server.resources.delete(server.admin(), ResourceKind.ROLE, "editor", Optional.empty()));
        Refused.with(
                ErrorCode.IN_USE,
                () -> server.resources.delete(
                        server.admin(), ResourceKind.CLUSTER_CONFIG, "cluster", Optional.empty()));
    }

    @Test
    void tokenWithoutASecretIsNotMade() {
        Refused.with(
                ErrorCode.UNSUPPORTED,
                () -> server.resources.create(
                        server.admin(),
                        Resource.of(
                                Metadata.named("t"),
                                new TokenSpec(Set.of(ServiceType.SSH), "token", Optional.empty()))));
    }

    @Test
    void expiredDocumentIsRefused() {
        Resource<RoleSpec> old = Resource.of(
                Metadata.named("old").withExpires(server.clock.instant().minusSeconds(1)), rules());
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> server.resources.create(server.admin(), old));
    }

    @Test
    void agentsAndStrangersHaveNoRights() {
        Caller.Agent agent = new Caller.Agent("h", "web", Set.of(ServiceType.SSH), "192.0.2.1");
        Refused.with(
                ErrorCode.ACCESS_DENIED, () -> server.resources.list(AuthServer.STRANGER, ResourceKind.USER, "", 10));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.resources.create(agent, role("x", "read")));
    }

    @Test
    void listingPages() {
        Page<Resource<?>> first = server.resources.list(server.admin(), ResourceKind.ROLE, "", 2);
        Page<Resource<?>> second = server.resources.list(server.admin(), ResourceKind.ROLE, first.nextCursor(), 2);
        assertThat(first.items()).extracting(Resource::name).containsExactly("access", "auditor");
        assertThat(second.items()).extracting(Resource::name).containsExactly("editor");
        assertThat(second.nextCursor()).isEmpty();
    }

    @Test
    void expiredUserIsGoneFromMemoryAtOnceAndFromTheStoreAtTheCleanUp() {
        server.resources.create(
                server.admin(),
                Resource.of(
                        Metadata.named("temp")
                                .withExpires(server.clock.instant().plus(Duration.ofHours(1))),
                        new org.sallyport.api.resource.UserSpec(List.of("access"), Map.of())));
        server.clock.advance(Duration.ofHours(2));
        assertThat(server.directory.user("temp")).isEmpty();
        int removed = server.transactions.separate(() -> server.resourceWriter.removeExpired(AuthServer.SYSTEM, 10));
        assertThat(removed).isEqualTo(1);
        assertThat(server.audit.of("resource.deleted")).singleElement().satisfies(event -> assertThat(event.message())
                .contains("expired"));
    }

    private static Resource<RoleSpec> role(String name, String verb) {
        return Resource.of(Metadata.named(name), rules(new RoleRule(List.of("event"), List.of(verb))));
    }

    @Test
    void aRoleNoDecisionCouldReadIsNotStored() {
        Resource<RoleSpec> role = Resource.of(
                Metadata.named("broken"),
                new RoleSpec(
                        null, new RoleConditions(List.of(), Map.of("env", List.of("^(unclosed$")), List.of()), null));
        Refused.with(ErrorCode.INVALID_RESOURCE, () -> server.resources.create(server.admin(), role));
    }

    private static RoleSpec rules(RoleRule... rules) {
        return new RoleSpec(null, new RoleConditions(List.of(), Map.of(), List.of(rules)), null);
    }
}
