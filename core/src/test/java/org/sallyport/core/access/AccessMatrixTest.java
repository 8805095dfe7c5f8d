package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Target.NodeTarget;

/** The matrix and the single decision are the same rule. */
class AccessMatrixTest {
    private static final List<String> LOGINS = List.of("root", "ubuntu", "{{internal.logins}}");
    private static final List<String> VALUES = List.of(
            "prod", "dev", "*", "p*", "^(prod|dev)$", "^[$", "{{external.env}}", "{{email.local(external.env)}}");
    private static final List<String> EXPRESSIONS = List.of(
            "",
            "",
            "labels.env == \"prod\"",
            "contains(user.spec.traits.env, labels.env)",
            "user.metadata.name == \"u1\" || resource.metadata.name == \"n3\"",
            "labels_matching(\"*\").contains(\"dev\")",
            "this is no expression");

    private final AccessEvaluator evaluator = new AccessEvaluator();

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void saysWhatTheEvaluatorSays(long seed) {
        Random random = new Random(seed);
        List<Resource<RoleSpec>> roles = IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> Resource.of(
                        Metadata.named("role" + i),
                        new RoleSpec(
                                RoleOptions.DEFAULTS,
                                conditions(random),
                                random.nextInt(3) == 0 ? conditions(random) : RoleConditions.NONE)))
                .toList();
        List<NodeTarget> nodes = IntStream.range(0, 20)
                .mapToObj(i -> new NodeTarget("id" + i, "n" + i, labels(random)))
                .toList();
        AccessMatrix matrix = new AccessMatrix(nodes, roles);
        for (int user = 0; user < 6; user++) {
            Subject subject = new Subject(
                    "u" + user,
                    roles.stream()
                            .map(Resource::name)
                            .filter(any -> random.nextBoolean())
                            .toList(),
                    Map.of("logins", some(random, List.of("jo", "root")), "env", some(random, List.of("prod", "x@y"))));
            for (int at = 0; at < nodes.size(); at++) {
                assertThat(matrix.viewable(subject).get(at))
                        .as("seed %s view %s %s", seed, subject, nodes.get(at))
                        .isEqualTo(evaluator
                                .decide(subject, roles, new Action.ViewNode(), nodes.get(at))
                                .allowed());
                for (String login : List.of("root", "ubuntu", "jo")) {
                    boolean decided = evaluator
                            .decide(subject, roles, new Action.SshLogin(login), nodes.get(at))
                            .allowed();
                    assertThat(matrix.reachable(subject, login).get(at))
                            .as("seed %s login %s %s %s", seed, login, subject, nodes.get(at))
                            .isEqualTo(decided);
                    assertThat(matrix.reachable(subject).containsKey(login)
                                    && matrix.reachable(subject).get(login).get(at))
                            .isEqualTo(decided);
                }
            }
        }
    }

    private static Map<String, String> labels(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("env", "prod");
            case 1 -> Map.of("env", "dev", "team", "prod");
            case 2 -> Map.of("team", "dev", "env", "x");
            default -> Map.of();
        };
    }

    private static RoleConditions conditions(Random random) {
        Map<String, List<String>> labels =
                switch (random.nextInt(4)) {
                    case 0 -> Map.of("*", List.of("*"));
                    case 1 -> Map.of("env", some(random, VALUES));
                    case 2 -> Map.of("env", some(random, VALUES), "team", some(random, VALUES));
                    default -> Map.of();
                };
        return new RoleConditions(
                some(random, LOGINS), labels, EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size())), List.of());
    }

    private static List<String> some(Random random, List<String> from) {
        return from.stream().filter(each -> random.nextInt(3) > 0).toList();
    }
}
