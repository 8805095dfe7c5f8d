package org.sallyport.core.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AttributeToRoles;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.LdapSettings;

class ConnectorMappingTest {
    private static final Map<String, List<String>> DEV = Map.of("groups", List.of("dev", "team-blue"));

    @Test
    void everyEntryThatFitsGivesItsRoles() {
        MappedLogin login = map(
                spec(Map.of(), entry("dev", "access"), entry("team-*", "team"), entry("ops", "editor")), "ada", DEV);

        assertThat(login.user()).isEqualTo("ada");
        assertThat(login.roles()).containsExactly("access", "team");
        assertThat(login.traits()).isEqualTo(DEV);
    }

    @Test
    void groupsOfARegularExpressionFillRoleNames() {
        MappedLogin login = map(spec(Map.of(), entry("^team-([a-z]+)$", "role-$1", "access")), "ada", DEV);

        assertThat(login.roles()).containsExactly("role-blue", "access");
    }

    @Test
    void whatAGroupBringsInIsNotExpandedAgain() {
        MappedLogin login =
                map(spec(Map.of(), entry("^(.*)-(.*)$", "r-$1-$2")), "ada", Map.of("groups", List.of("$2-x")));

        assertThat(login.roles()).containsExactly("r-$2-x");
    }

    @Test
    void aPatternMustCoverTheWholeValue() {
        Refusal.of(ErrorCode.SSO_REFUSED, () -> map(spec(Map.of(), entry("de", "access")), "ada", DEV));
        Refusal.of(ErrorCode.SSO_REFUSED, () -> map(spec(Map.of(), entry("^de|x$", "access")), "ada", DEV));
        Refusal.of(
                ErrorCode.SSO_REFUSED,
                () -> map(spec(Map.of(), entry("d.v", "access")), "ada", Map.of("groups", List.of("dxv"))));
    }

    @Test
    void whoFitsNothingIsToldWhatWasLookedAt() {
        SallyportException refusal =
                Refusal.of(ErrorCode.SSO_REFUSED, () -> map(spec(Map.of(), entry("ops", "editor")), "ada", DEV));

        assertThat(refusal.userMessage())
                .contains("Single sign-on by corp", "'ada'", "groups=['dev', 'team-blue']", "ask an administrator");
    }

    @Test
    void traitsAreThoseThatAreNamedWhenSomeAre() {
        MappedLogin login = map(
                spec(Map.of("logins", "unix", "team", "absent"), entry("dev", "access")),
                "ada",
                Map.of("groups", List.of("dev"), "unix", List.of("ubuntu"), "secret", List.of("x")));

        assertThat(login.traits()).isEqualTo(Map.of("logins", List.of("ubuntu")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "ada,root",
                "ada\nroot",
                "../etc",
                "agent:1",
                "-oProxyCommand=x",
                "*",
                "ada)(uid=*",
                "system",
                "anonymous",
                "\u0430da",
                "@x",
                "{{internal.logins}}"
            })
    void namesThatCouldBeTakenForSomethingElseAreRefused(String name) {
        SallyportException refusal =
                Refusal.of(ErrorCode.SSO_REFUSED, () -> map(spec(Map.of(), entry("dev", "access")), name, DEV));
        assertThat(refusal.userMessage()).doesNotContain("\n");
    }

    @Test
    void nameOfMoreThan128CharactersIsRefused() {
        Refusal.of(ErrorCode.SSO_REFUSED, () -> map(spec(Map.of(), entry("dev", "access")), "a".repeat(129), DEV));
        assertThat(map(spec(Map.of(), entry("dev", "access")), "a".repeat(128), DEV)
                        .roles())
                .containsExactly("access");
    }

    @Test
    void valuesWithControlCharactersAndFloodsAreRefused() {
        Refusal.of(
                ErrorCode.SSO_REFUSED,
                () -> map(
                        spec(Map.of(), entry("dev", "access")),
                        "ada",
                        Map.of("groups", List.of("dev"), "x", List.of("a\u001b[2J"))));
        Refusal.of(
                ErrorCode.SSO_REFUSED,
                () -> map(
                        spec(Map.of(), entry("dev", "access")),
                        "ada",
                        Map.of("groups", List.of("dev"), "x", java.util.Collections.nCopies(20, "y".repeat(1000)))));
    }

    @Test
    void aPatternThatIsNoneIsFoundWhenTheConnectorIsWritten() {
        Refusal.of(
                ErrorCode.INVALID_RESOURCE,
                () -> ConnectorMapping.requireValid(spec(Map.of(), entry("^(unclosed$", "access"))));
    }

    private static MappedLogin map(AuthConnectorSpec spec, String user, Map<String, List<String>> attributes) {
        return ConnectorMapping.map("corp", spec, new Attested(user, attributes));
    }

    private static AuthConnectorSpec spec(Map<String, String> traits, AttributeToRoles... entries) {
        return new AuthConnectorSpec(
                "Corp",
                Optional.empty(),
                Optional.of(new LdapSettings(null)),
                Optional.empty(),
                Optional.empty(),
                List.of(entries),
                traits);
    }

    private static AttributeToRoles entry(String value, String... roles) {
        return new AttributeToRoles("groups", value, List.of(roles));
    }

    private static final class Refusal {
        static SallyportException of(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
            SallyportException refusal = catchThrowableOfType(SallyportException.class, work);
            assertThat(refusal).isNotNull();
            assertThat(refusal.code()).isEqualTo(code);
            return refusal;
        }
    }
}
