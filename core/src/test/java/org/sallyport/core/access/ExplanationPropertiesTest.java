package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Action.Feature;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

/** The rules that an explanation calls decisive are those: without all of them the decision turns, with one left it stays. */
class ExplanationPropertiesTest {
    private final AccessEvaluator evaluator = new AccessEvaluator();

    private record Question(Subject subject, Action action, Target target) {}

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decisiveRulesTurnTheDecisionTogetherAndNoFewerDo(long seed) {
        Random random = new Random(seed);
        int turned = 0;
        for (int round = 0; round < 60; round++) {
            List<Resource<RoleSpec>> roles = roles(random);
            Question question = question(random, roles);
            Explanation told = explain(question, roles);
            assertThat(told.decision())
                    .isEqualTo(evaluator.decide(question.subject(), roles, question.action(), question.target()));
            assertThat(told.reasons()).containsAll(told.decisive());
            if (told.decisive().isEmpty()) {
                continue;
            }
            turned++;
            assertThat(explain(question, without(roles, told.decisive()))
                            .decision()
                            .allowed())
                    .as("seed %s: %s of %s", seed, told.decisive(), question)
                    .isNotEqualTo(told.decision().allowed());
            for (Reason kept : told.decisive()) {
                List<Reason> fewer = told.decisive().stream()
                        .filter(reason -> reason != kept)
                        .toList();
                assertThat(explain(question, without(roles, fewer)).decision().allowed())
                        .as("seed %s: %s of %s", seed, fewer, question)
                        .isEqualTo(told.decision().allowed());
            }
        }
        assertThat(turned).isPositive();
    }

    private Explanation explain(Question question, List<Resource<RoleSpec>> roles) {
        return evaluator.explain(question.subject(), roles, question.action(), question.target());
    }

    /** The same roles without these rules. */
    private static List<Resource<RoleSpec>> without(List<Resource<RoleSpec>> roles, List<Reason> rules) {
        return roles.stream()
                .map(role -> Resource.of(
                        role.metadata(),
                        rules.stream()
                                .filter(rule -> rule.role().equals(role.name()))
                                .reduce(
                                        role.spec(),
                                        (spec, rule) -> without(spec, rule.rule()),
                                        (one, other) -> other)))
                .toList();
    }

    private static RoleSpec without(RoleSpec spec, String rule) {
        RoleOptions o = spec.options();
        return switch (rule) {
            case "allow.node_labels", "allow.node_labels_expression", "allow.node_labels and node_labels_expression" ->
                new RoleSpec(
                        o,
                        new RoleConditions(
                                spec.allow().logins(), Map.of(), spec.allow().rules()),
                        spec.deny());
            case "allow.rules" ->
                new RoleSpec(
                        o,
                        new RoleConditions(
                                spec.allow().logins(),
                                spec.allow().nodeLabels(),
                                spec.allow().nodeLabelsExpression(),
                                List.of()),
                        spec.deny());
            case "deny.node_labels" ->
                new RoleSpec(
                        o,
                        spec.allow(),
                        new RoleConditions(
                                spec.deny().logins(),
                                Map.of(),
                                spec.deny().nodeLabelsExpression(),
                                spec.deny().rules()));
            case "deny.node_labels_expression" ->
                new RoleSpec(
                        o,
                        spec.allow(),
                        new RoleConditions(
                                spec.deny().logins(),
                                spec.deny().nodeLabels(),
                                spec.deny().rules()));
            case "deny.logins" ->
                new RoleSpec(
                        o,
                        spec.allow(),
                        new RoleConditions(
                                List.of(),
                                spec.deny().nodeLabels(),
                                spec.deny().nodeLabelsExpression(),
                                spec.deny().rules()));
            case "deny.rules" ->
                new RoleSpec(
                        o,
                        spec.allow(),
                        new RoleConditions(
                                spec.deny().logins(),
                                spec.deny().nodeLabels(),
                                spec.deny().nodeLabelsExpression(),
                                List.of()));
            case "options.permit_pty" ->
                new RoleSpec(
                        options(o.forwardAgent(), o.portForwarding(), Optional.empty()), spec.allow(), spec.deny());
            case "options.port_forwarding" ->
                new RoleSpec(options(o.forwardAgent(), Optional.empty(), o.permitPty()), spec.allow(), spec.deny());
            default -> throw new AssertionError("no such rule: " + rule);
        };
    }

    private static RoleOptions options(Optional<Boolean> agent, Optional<Boolean> ports, Optional<Boolean> pty) {
        return new RoleOptions(
                Optional.empty(),
                agent,
                ports,
                Optional.empty(),
                pty,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<Resource<RoleSpec>> roles(Random random) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> Resource.of(
                        Metadata.named("role" + i),
                        new RoleSpec(
                                options(vote(random), vote(random), vote(random)),
                                conditions(random),
                                random.nextInt(3) == 0 ? conditions(random) : RoleConditions.NONE)))
                .toList();
    }

    private static Optional<Boolean> vote(Random random) {
        return random.nextInt(3) == 0 ? Optional.of(random.nextBoolean()) : Optional.empty();
    }

    private static RoleConditions conditions(Random random) {
        Map<String, List<String>> labels = random.nextBoolean()
                ? Map.of("env", List.of(random.nextBoolean() ? "prod" : "dev"))
                : random.nextBoolean() ? Map.of("*", List.of("*")) : Map.of();
        String expression =
                random.nextInt(3) == 0 ? "labels.env == \"" + (random.nextBoolean() ? "prod" : "dev") + "\"" : "";
        String where = random.nextBoolean() ? "" : "resource.metadata.labels.team == user.metadata.name";
        List<RoleRule> rules = random.nextBoolean()
                ? List.of(new RoleRule(List.of("role"), List.of(random.nextBoolean() ? "read" : "*"), where))
                : List.of();
        List<String> logins = random.nextBoolean() ? List.of("root") : List.of("root", "jo");
        return new RoleConditions(random.nextInt(4) == 0 ? List.of() : logins, labels, expression, rules);
    }

    private static Question question(Random random, List<Resource<RoleSpec>> roles) {
        Subject subject = new Subject("jo", roles.stream().map(Resource::name).toList(), Map.of());
        NodeTarget node = new NodeTarget("id", "n", Map.of("env", random.nextBoolean() ? "prod" : "dev"));
        ResourceTarget role = new ResourceTarget("role", "r", Map.of("team", random.nextBoolean() ? "jo" : "others"));
        return switch (random.nextInt(5)) {
            case 0 -> new Question(subject, new Action.ViewNode(), node);
            case 1 -> new Question(subject, new Action.SshLogin(random.nextBoolean() ? "root" : "jo"), node);
            case 2 -> new Question(subject, new Action.SshOption("root", Feature.PORT_FORWARDING), node);
            case 3 -> new Question(subject, new Action.SshOption("root", Feature.PTY), node);
            default -> new Question(subject, new Action.Verb(random.nextBoolean() ? "read" : "update"), role);
        };
    }
}
