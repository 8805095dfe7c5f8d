package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.Strictness;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

/** Expressions and functions in roles. */
class RoleExpressionsTest {
    private static final NodeTarget WEB = new NodeTarget("id", "web1", Map.of("env", "prod", "team", "blue"));

    private final AccessEvaluator evaluator = new AccessEvaluator();

    private static Resource<RoleSpec> role(String spec) {
        return new ResourceCodec()
                .parseYaml("kind: role\nversion: v1\nmetadata: {name: r}\nspec:\n" + spec.indent(2))
                .as(RoleSpec.class);
    }

    private boolean mayLogIn(Resource<RoleSpec> role, String login) {
        Subject jo = new Subject(
                "jo",
                List.of("r"),
                Map.of("team", List.of("blue"), "email", List.of("jo@x.org"), "groups", List.of("dev-web", "ops")));
        return evaluator
                .decide(jo, List.of(role), new Action.SshLogin(login), WEB)
                .allowed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{env: [prod]}; labels.team == \"blue\"; true",
                "{env: [prod]}; labels.team == \"red\"; false",
                "{env: [dev]}; labels.team == \"blue\"; false",
                "{}; contains(user.spec.traits[\"team\"], labels[\"team\"]); true",
                "{}; user.metadata.name == \"jo\" && resource.metadata.name == \"web1\"; true",
                "{}; contains(user.spec.roles, \"other\"); false",
            })
    void allowNeedsBothMapAndExpressionAndDenyEither(String labels, String expression, boolean both) {
        String side = "{logins: [root], node_labels: " + labels + ", node_labels_expression: '" + expression + "'}";
        assertThat(mayLogIn(role("allow: " + side), "root")).isEqualTo(both);
        String everything = "allow: {logins: [root], node_labels: {'*': ['*']}}\n";
        boolean either = both || labels.contains("prod") || expression.equals("labels.team == \"blue\"");
        assertThat(mayLogIn(role(everything + "deny: " + side.replace("logins: [root], ", "")), "root"))
                .isEqualTo(!either);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{email.local(external.email)}}; jo; true",
                "{{email.local(external.email)}}; jo@x.org; false",
                "{{regexp.replace(external.groups, \"^dev-(.*)$\", \"$1\")}}; web; true",
                "{{regexp.replace(external.groups, \"^dev-(.*)$\", \"$1\")}}; ops; false",
                "u-{{ strings.upper(external.team) }}; u-BLUE; true",
            })
    void templatesMayHoldFunctions(String template, String login, boolean allowed) {
        assertThat(mayLogIn(role("allow: {logins: ['" + template + "'], node_labels: {'*': ['*']}}"), login))
                .isEqualTo(allowed);
    }

    @Test
    void anExpressionThatCannotBeReadGivesNothingAndTakesEverything() {
        RoleConditions unreadable = new RoleConditions(
                List.of("root"), Map.of("*", List.of("*")), "from_a_newer_version(labels)", List.of());
        assertThat(mayLogIn(Roles.role("r", unreadable, RoleConditions.NONE), "root"))
                .isFalse();
        RoleConditions everything = Roles.ssh(List.of("root"), Map.of("*", List.of("*")));
        RoleConditions denying = new RoleConditions(List.of(), Map.of(), "from_a_newer_version(labels)", List.of());
        assertThat(mayLogIn(Roles.role("r", everything, denying), "root")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "allow: {node_labels_expression: 'labels.env'}; spec.allow.node_labels_expression: ",
                "deny: {node_labels_expression: 'label.env == \"x\"'}; spec.deny.node_labels_expression: at character 1",
                "allow: {rules: [{resources: [role], verbs: [read], where: 'labels.env == \"x\"'}]};"
                        + " spec.allow.rules[0].where: at character 1",
                "allow: {rules: [{resources: [node], verbs: [read], where: 'true'}]};"
                        + " spec.allow.rules[0].where cannot narrow 'node'",
                "allow: {logins: ['{{email.local(external.email)']}; spec.allow.logins has",
                "allow: {logins: ['{{regexp.replace(external.x, \"[\", \"\")}}']}; RE2",
            })
    void aFaultIsNamedByItsPath(String spec, String message) {
        assertThatThrownBy(() -> RoleSyntax.requireValid(role(spec).spec()))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void whereNarrowsARule() {
        Resource<RoleSpec> role =
                role("allow: {rules: [{resources: [token], verbs: ['*'], where: 'resource.metadata.labels.team =="
                        + " user.metadata.name'}]}");
        assertThat(verb(role, "read", new ResourceTarget("token", "t", Map.of("team", "jo"))))
                .isTrue();
        assertThat(verb(role, "read", new ResourceTarget("token", "t", Map.of("team", "x"))))
                .isFalse();
        assertThat(verb(role, "list", new ResourceTarget("token", ""))).isTrue();
        assertThat(verb(role, "create", new ResourceTarget("token", ""))).isFalse();
    }

    @Test
    void aDenyWithWhereTakesOnlyThat() {
        Resource<RoleSpec> role = role("""
                allow: {rules: [{resources: [token], verbs: ['*']}]}
                deny: {rules: [{resources: [token], verbs: [delete], where: 'resource.metadata.name == "keep"'}]}
                """);
        assertThat(verb(role, "delete", new ResourceTarget("token", "keep"))).isFalse();
        assertThat(verb(role, "delete", new ResourceTarget("token", "other"))).isTrue();
        assertThat(verb(role, "list", new ResourceTarget("token", ""))).isTrue();
    }

    private boolean verb(Resource<RoleSpec> role, String verb, ResourceTarget target) {
        Subject jo = new Subject("jo", List.of("r"), Map.of());
        return evaluator
                .decide(jo, List.of(role), new Action.Verb(verb), target)
                .allowed();
    }

    @Test
    void demandsMergeByTheStrictest() {
        Resource<RoleSpec> a = role("options: {max_connections: 5, pin_source_ip: true, lock: best_effort}");
        Resource<RoleSpec> b = Resource.of(
                org.sallyport.api.resource.Metadata.named("b"),
                role("options: {max_connections: 2, pin_source_ip: false, lock: strict, require_session_mfa: true}")
                        .spec());
        SessionOptions merged = evaluator.options(new Subject("jo", List.of("r", "b"), Map.of()), List.of(a, b));
        assertThat(merged.maxConnections()).contains(2);
        assertThat(merged.pinSourceIp()).isTrue();
        assertThat(merged.requireSessionMfa()).isTrue();
        assertThat(merged.lock()).isEqualTo(Strictness.STRICT);
        assertThat(merged.recordSession()).isEqualTo(Strictness.BEST_EFFORT);
    }

    @Test
    void whoHoldsARuleOnlySomewhereGivesItOnlyThere() {
        GrantRule rule = new GrantRule(evaluator);
        String where = "resource.metadata.labels.team == \"blue\"";
        Resource<RoleSpec> own = Roles.role(
                "own",
                new RoleConditions(
                        List.of("root"),
                        Map.of(),
                        "labels.team == \"blue\"",
                        List.of(new RoleRule(List.of("token"), List.of("*"), where))),
                RoleConditions.NONE);
        Resource<RoleSpec> wider =
                Roles.role("wider", Roles.rules(new RoleRule(List.of("token"), List.of("read"))), RoleConditions.NONE);
        Resource<RoleSpec> nodes = Roles.allow("nodes", List.of("root"), Map.of("team", List.of("blue")));
        Subject writer = new Subject("jo", List.of("own"), Map.of());
        List<Resource<RoleSpec>> known = List.of(own, wider, nodes);
        for (String given : List.of("wider", "nodes")) {
            assertThat(rule.refusesUser(
                            writer, known, Optional.empty(), Optional.of(new UserSpec(List.of(given), Map.of()))))
                    .as(given)
                    .isPresent();
        }
        assertThat(rule.refusesUser(
                        writer, known, Optional.empty(), Optional.of(new UserSpec(List.of("own"), Map.of()))))
                .isEmpty();
        Resource<RoleSpec> same = Roles.role("same", own.spec().allow(), RoleConditions.NONE);
        assertThat(rule.refusesRole(writer, known, Optional.empty(), Optional.of(same)))
                .isEmpty();
    }
}
