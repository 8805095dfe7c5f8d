package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.core.access.Roles.allow;
import static org.sallyport.core.access.Roles.deny;
import static org.sallyport.core.access.Roles.role;
import static org.sallyport.core.access.Roles.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Action.Feature;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

class AccessEvaluatorTest {
    private static final Map<String, List<String>> ANY = Map.of("*", List.of("*"));
    private static final NodeTarget PROD = new NodeTarget("id", "web1", Map.of("env", "prod", "team", "blue"));

    private final AccessEvaluator evaluator = new AccessEvaluator();

    private static Subject jo(String... roles) {
        return new Subject(
                "jo", List.of(roles), Map.of("logins", List.of("jo", "ubuntu"), "team", List.of("blue", "*")));
    }

    private Decision login(String login, List<Resource<RoleSpec>> roles) {
        String[] names = roles.stream().map(Resource::name).toArray(String[]::new);
        return evaluator.decide(jo(names), roles, new Action.SshLogin(login), PROD);
    }

    @Test
    void nothingIsAllowedByDefault() {
        Decision none = evaluator.decide(jo(), List.of(), new Action.ViewNode(), PROD);
        assertThat(none.allowed()).isFalse();
        assertThat(none.explanation()).contains("nothing is allowed by default").contains("Needed: a role whose");
        Decision unknown = evaluator.decide(jo("gone"), List.of(), new Action.SshLogin("root"), PROD);
        assertThat(unknown.allowed()).isFalse();
        assertThat(unknown.explanation()).contains("role gone does not exist");
    }

    @Test
    void loginNeedsLabelsAndLoginInOneRole() {
        Resource<RoleSpec> labelsOnly = allow("labels", List.of(), ANY);
        Resource<RoleSpec> loginOnly = allow("login", List.of("root"), Map.of());
        assertThat(login("root", List.of(labelsOnly, loginOnly)).allowed()).isFalse();
        Decision both = login("root", List.of(allow("both", List.of("root"), ANY)));
        assertThat(both.allowed()).isTrue();
        assertThat(both.reasons()).extracting(Reason::rule).containsExactly("allow.node_labels", "allow.logins");
        assertThat(login("admin", List.of(allow("both", List.of("root"), ANY))).explanation())
                .contains("role both allows logins [root], not admin");
    }

    @ParameterizedTest
    @CsvSource({
        "prod,true",
        "dev,false",
        "*,true",
        "p*,true",
        "*od,true",
        "p*d,true",
        "*x*,false",
        "^pr.d$,true",
        "^(dev|prod)$,true",
        "^pro$,false",
        "^prod|x$,true",
        "pr.d,false",
        "^((a*)*)*b$,false",
        "^[$,false"
    })
    void labelValuesAreLiteralsGlobsOrRegularExpressions(String pattern, boolean matches) {
        assertThat(login("root", List.of(allow("r", List.of("root"), Map.of("env", List.of(pattern)))))
                        .allowed())
                .isEqualTo(matches);
    }

    @Test
    void regularExpressionMustCoverTheWholeValue() {
        NodeTarget node = new NodeTarget("id", "n", Map.of("env", "production"));
        Resource<RoleSpec> role = allow("r", List.of("root"), Map.of("env", List.of("^prod|dev$")));
        assertThat(evaluator
                        .decide(jo("r"), List.of(role), new Action.ViewNode(), node)
                        .allowed())
                .isFalse();
    }

    @Test
    void keysAreAndedValuesOred() {
        assertThat(login(
                                "root",
                                List.of(allow(
                                        "r",
                                        List.of("root"),
                                        Map.of("env", List.of("dev", "prod"), "team", List.of("blue")))))
                        .allowed())
                .isTrue();
        assertThat(login(
                                "root",
                                List.of(allow(
                                        "r", List.of("root"), Map.of("env", List.of("prod"), "team", List.of("red")))))
                        .allowed())
                .isFalse();
        assertThat(login(
                                "root",
                                List.of(allow(
                                        "r", List.of("root"), Map.of("env", List.of("prod"), "zone", List.of("*")))))
                        .allowed())
                .isFalse();
        assertThat(login("root", List.of(allow("r", List.of("root"), Map.of()))).allowed())
                .isFalse();
    }

    @Test
    void denyOfLabelsOrOfLoginEachSuffice() {
        Resource<RoleSpec> all = allow("all", List.of("root"), ANY);
        Decision byLabel = login("root", List.of(all, deny("d", List.of(), Map.of("env", List.of("prod")))));
        assertThat(byLabel.allowed()).isFalse();
        assertThat(byLabel.reasons())
                .containsExactly(new Reason(
                        "d", "deny.node_labels", Reason.Effect.DENIED, "role d denies nodes with the labels of web1"));
        assertThat(login("root", List.of(all, deny("d", List.of("root"), Map.of())))
                        .allowed())
                .isFalse();
        assertThat(login("root", List.of(all, deny("d", List.of("*"), Map.of())))
                        .allowed())
                .isFalse();
        assertThat(login("root", List.of(all, deny("d", List.of("other"), Map.of())))
                        .allowed())
                .isTrue();
        assertThat(login("root", List.of(all, deny("d", List.of(), Map.of("env", List.of("^[$")))))
                        .allowed())
                .as("a deny that cannot be read denies")
                .isFalse();
    }

    @Test
    void templatesReadTraitsAndVanishWithoutThem() {
        assertThat(login("ubuntu", List.of(allow("r", List.of("{{internal.logins}}"), ANY)))
                        .allowed())
                .isTrue();
        assertThat(login("admin-jo", List.of(allow("r", List.of("admin-{{ external.logins }}"), ANY)))
                        .allowed())
                .isTrue();
        assertThat(login("root", List.of(allow("r", List.of("{{external.missing}}"), ANY)))
                        .allowed())
                .isFalse();
        assertThat(login("jo", List.of(allow("r", List.of("jo"), Map.of("team", List.of("{{external.team}}")))))
                        .allowed())
                .isTrue();
        assertThat(login("jo", List.of(allow("r", List.of("jo"), Map.of("team", List.of("{{external.missing}}")))))
                        .allowed())
                .isFalse();
        assertThat(login("jo", List.of(allow("r", List.of("jo"), Map.of("team", List.of("^{{external.team}}$")))))
                        .allowed())
                .isTrue();
    }

    @Test
    void traitValueIsNeverAPattern() {
        // jo's trait team holds "*", which must not match env=prod
        assertThat(login("jo", List.of(allow("r", List.of("jo"), Map.of("env", List.of("{{external.team}}")))))
                        .allowed())
                .isFalse();
        assertThat(login("jo", List.of(allow("r", List.of("jo"), Map.of("env", List.of("^{{external.team}}$")))))
                        .allowed())
                .isFalse();
    }

    @Test
    void loginsAreWhatRolesAllowAndNoneDenies() {
        List<Resource<RoleSpec>> roles = List.of(
                allow("a", List.of("root", "{{internal.logins}}", "{{internal.odd}}", "*"), Map.of()),
                deny("b", List.of("ubuntu"), Map.of()));
        Subject odd = new Subject(
                "jo",
                List.of("a", "b"),
                Map.of("logins", List.of("jo", "ubuntu"), "odd", List.of("a,b", "agent:x", "-x", "a b", "*", "")));
        assertThat(evaluator.logins(odd, roles)).containsExactly("jo", "root");
        assertThat(evaluator.logins(
                        new Subject("jo", List.of("a", "c"), Map.of()),
                        List.of(roles.getFirst(), deny("c", List.of("*"), Map.of()))))
                .isEmpty();
    }

    @Test
    void verbsFollowRules() {
        Resource<RoleSpec> reader = role(
                "reader", rules(new RoleRule(List.of("role", "user"), List.of("list", "read"))), RoleConditions.NONE);
        Resource<RoleSpec> admin = role("admin", rules(new RoleRule(List.of("*"), List.of("*"))), RoleConditions.NONE);
        Resource<RoleSpec> noTokens =
                role("no-tokens", RoleConditions.NONE, rules(new RoleRule(List.of("token"), List.of("create"))));
        assertThat(verb("read", "role", reader)).isTrue();
        assertThat(verb("update", "role", reader)).isFalse();
        assertThat(verb("read", "token", reader)).isFalse();
        assertThat(verb("delete", "cluster_config", admin)).isTrue();
        assertThat(verb("create", "token", admin, noTokens)).isFalse();
        assertThat(verb("list", "token", admin, noTokens)).isTrue();
    }

    @SafeVarargs
    private boolean verb(String verb, String kind, Resource<RoleSpec>... roles) {
        List<Resource<RoleSpec>> all = List.of(roles);
        String[] names = all.stream().map(Resource::name).toArray(String[]::new);
        return evaluator
                .decide(jo(names), all, new Action.Verb(verb), new ResourceTarget(kind, ""))
                .allowed();
    }

    @Test
    void actionOnTheWrongSortOfTargetIsDenied() {
        Resource<RoleSpec> admin = role("admin", rules(new RoleRule(List.of("*"), List.of("*"))), RoleConditions.NONE);
        assertThat(evaluator
                        .decide(jo("admin"), List.of(admin), new Action.Verb("read"), PROD)
                        .allowed())
                .isFalse();
        assertThat(evaluator
                        .decide(jo("admin"), List.of(admin), new Action.ViewNode(), new ResourceTarget("node", ""))
                        .allowed())
                .isFalse();
    }

    @Test
    void optionsMergeByTheirRules() {
        SessionOptions defaults = evaluator.options(jo(), List.of());
        assertThat(defaults)
                .isEqualTo(new SessionOptions(
                        Duration.ofHours(12), false, true, true, true, false, Optional.empty(), Optional.empty()));
        Resource<RoleSpec> wide = Roles.options("wide", options(Duration.ofHours(20), true, true, 9));
        Resource<RoleSpec> strict = Roles.options("strict", options(Duration.ofHours(1), false, false, 2));
        Resource<RoleSpec> silent = Roles.options("silent", RoleOptions.DEFAULTS);
        assertThat(evaluator.options(jo("wide", "strict", "silent"), List.of(wide, strict, silent)))
                .isEqualTo(new SessionOptions(
                        Duration.ofHours(1),
                        true,
                        true,
                        false,
                        false,
                        true,
                        Optional.of(Duration.ofHours(1)),
                        Optional.of(2)));
        assertThat(evaluator
                        .options(jo("strict", "silent"), List.of(strict, silent))
                        .portForwarding())
                .as("a role that says nothing does not vote")
                .isFalse();
        assertThat(evaluator.options(jo("wide"), List.of(wide)).maxSessionTtl()).isEqualTo(Duration.ofHours(20));
    }

    private static RoleOptions options(Duration span, boolean orFlag, boolean andFlag, int sessions) {
        return new RoleOptions(
                Optional.of(span),
                Optional.of(orFlag),
                Optional.of(orFlag),
                Optional.of(andFlag),
                Optional.of(andFlag),
                Optional.of(orFlag),
                Optional.of(span),
                Optional.of(sessions));
    }

    @Test
    void sessionFeatureNeedsTheLoginAndTheOption() {
        Resource<RoleSpec> all = allow("all", List.of("root"), ANY);
        Action agent = new Action.SshOption("root", Feature.AGENT_FORWARDING);
        Decision off = evaluator.decide(jo("all"), List.of(all), agent, PROD);
        assertThat(off.allowed()).isFalse();
        assertThat(off.explanation()).contains("forward_agent is false").contains("a role with options.forward_agent");
        assertThat(evaluator
                        .decide(jo("all"), List.of(all), new Action.SshOption("root", Feature.PTY), PROD)
                        .allowed())
                .isTrue();
        assertThat(evaluator
                        .decide(jo("all"), List.of(all), new Action.SshOption("x", Feature.PTY), PROD)
                        .allowed())
                .isFalse();
        Resource<RoleSpec> strict = Roles.options("strict", options(Duration.ofHours(1), false, false, 2));
        for (Feature feature : Feature.values()) {
            assertThat(evaluator
                            .decide(
                                    jo("all", "strict"),
                                    List.of(all, strict),
                                    new Action.SshOption("root", feature),
                                    PROD)
                            .allowed())
                    .as(feature.name())
                    .isFalse();
        }
    }

    @Test
    void presetRolesGiveWhatTheySay() {
        List<Resource<RoleSpec>> presets = PresetRoles.all();
        assertThat(presets).extracting(Resource::name).containsExactly("access", "editor", "auditor");
        presets.forEach(role -> RoleSyntax.requireValid(role.spec()));
        assertThat(evaluator
                        .decide(jo("access"), presets, new Action.SshLogin("jo"), PROD)
                        .allowed())
                .isTrue();
        assertThat(evaluator
                        .decide(jo("access"), presets, new Action.SshLogin("root"), PROD)
                        .allowed())
                .isFalse();
        assertThat(evaluator.options(jo("access"), presets).forwardAgent()).isTrue();
        assertThat(presetVerb("editor", "update", "role")).isTrue();
        assertThat(presetVerb("editor", "read", "event")).isFalse();
        assertThat(presetVerb("auditor", "read", "event")).isTrue();
        assertThat(presetVerb("auditor", "read", "role")).isFalse();
        assertThat(presetVerb("access", "list", "node")).isTrue();
        assertThat(presetVerb("access", "create", "token")).isFalse();
    }

    private boolean presetVerb(String role, String verb, String kind) {
        return evaluator
                .decide(jo(role), PresetRoles.all(), new Action.Verb(verb), new ResourceTarget(kind, ""))
                .allowed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{internal.logins", "{{other.x}}", "{{external.a}}{{external.b}}", "x}}", "{{email.local(x)}}"})
    void malformedTemplatesAreRefusedWhenARoleIsWrittenAndGiveNothing(String login) {
        Resource<RoleSpec> role = allow("r", List.of(login), ANY);
        assertThatThrownBy(() -> RoleSyntax.requireValid(role.spec())).hasMessageContaining("spec.allow.logins");
        assertThat(evaluator.logins(jo("r"), List.of(role))).isEmpty();
    }

    @Test
    void malformedRegularExpressionIsRefusedWhenARoleIsWritten() {
        Resource<RoleSpec> role = deny("r", List.of(), Map.of("env", List.of("^[$")));
        assertThatThrownBy(() -> RoleSyntax.requireValid(role.spec()))
                .hasMessageContaining("spec.deny.node_labels.env")
                .hasMessageContaining("RE2");
    }
}
