package org.sallyport.ejb.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

/** Rules that hold only where their expression does. */
class WhereTest {
    private final AuthServer server = new AuthServer();

    @BeforeEach
    void keeperOfTheRolesOfATeam() {
        RoleRule rule =
                new RoleRule(List.of("role"), List.of("*"), "resource.metadata.labels[\"team\"] == user.metadata.name");
        server.role("keeper", new RoleSpec(null, new RoleConditions(List.of(), Map.of(), List.of(rule)), null));
        server.user("blue", "keeper");
        for (String team : List.of("blue", "red")) {
            server.resources.create(AuthServer.SYSTEM, empty(team + "-1", team));
        }
    }

    private static Resource<RoleSpec> empty(String name, String team) {
        return Resource.of(
                new Metadata(name, "", Map.of("team", team), Optional.empty(), 0), new RoleSpec(null, null, null));
    }

    @Test
    void listsAndReadsOnlyWhatTheExpressionHoldsFor() {
        Caller.User blue = server.as("blue");
        assertThat(server.resources.list(blue, ResourceKind.ROLE, "", 100).items())
                .extracting(Resource::name)
                .containsExactly("blue-1");
        assertThat(server.resources.get(blue, ResourceKind.ROLE, "blue-1").name())
                .isEqualTo("blue-1");
        Refused.with(ErrorCode.NOT_FOUND, () -> server.resources.get(blue, ResourceKind.ROLE, "red-1"));
        Refused.with(
                ErrorCode.NOT_FOUND, () -> server.resources.delete(blue, ResourceKind.ROLE, "red-1", Optional.empty()));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.resources.get(blue, ResourceKind.ROLE, "none"));
    }

    @Test
    void nobodyRelabelsAcrossTheBorder() {
        Caller.User blue = server.as("blue");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.resources.create(blue, empty("x", "red")));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.resources.apply(blue, empty("blue-1", "red")));
        assertThat(Refused.with(
                                ErrorCode.ACCESS_DENIED,
                                () -> server.resources.update(
                                        blue,
                                        empty("blue-1", "red"),
                                        server.resources
                                                .get(blue, ResourceKind.ROLE, "blue-1")
                                                .revision()))
                        .userMessage())
                .contains("as it would become");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.resources.apply(blue, empty("red-1", "blue")));
        server.resources.create(blue, empty("blue-2", "blue"));
        assertThat(server.resources
                        .get(AuthServer.SYSTEM, ResourceKind.ROLE, "red-1")
                        .metadata()
                        .labels())
                .containsEntry("team", "red");
    }

    @Test
    void aRuleWithWhereIsRefusedForWhatIsNotGoneThroughOneByOne() {
        RoleRule events = new RoleRule(List.of("event"), List.of("list"), "resource.metadata.name == \"x\"");
        assertThat(Refused.with(
                                ErrorCode.INVALID_RESOURCE,
                                () -> server.role(
                                        "r",
                                        new RoleSpec(
                                                null, new RoleConditions(List.of(), Map.of(), List.of(events)), null)))
                        .userMessage())
                .contains("spec.allow.rules[0].where cannot narrow 'event'");
    }
}
