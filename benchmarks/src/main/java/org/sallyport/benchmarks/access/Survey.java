package org.sallyport.benchmarks.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.AccessSurvey;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target.NodeTarget;

/** Who may log in where, for many users and nodes: the survey beside one decision after the other. */
@SuppressWarnings("SystemOut") // a program for people
public final class Survey {
    private static final int ROUNDS = 9;
    private static final List<String> ENVIRONMENTS = List.of("dev", "test", "staging", "prod");

    private Survey() {}

    /** @param args nodes, users, roles */
    public static void main(String[] args) {
        int[] sizes = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        List<NodeTarget> nodes = IntStream.range(0, sizes[0])
                .mapToObj(i -> new NodeTarget(
                        "id" + i,
                        "node" + i,
                        Map.of(
                                "env", ENVIRONMENTS.get(i % 4),
                                "team", "team" + i % 97,
                                "zone", "eu-" + i % 7,
                                "serial", "s" + i)))
                .toList();
        List<Resource<RoleSpec>> roles =
                IntStream.range(0, sizes[2]).mapToObj(Survey::role).toList();
        List<Subject> users = IntStream.range(0, sizes[1])
                .mapToObj(i -> new Subject(
                        "user" + i,
                        List.of("role" + i % sizes[2], "role" + i / 3 % sizes[2], "role" + i / 7 % sizes[2]),
                        Map.of("logins", List.of("user" + i), "team", List.of("team" + i % 97, "team" + i % 31))))
                .toList();
        double[] millis = new double[ROUNDS];
        long pairs = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            pairs = whoCan(new AccessSurvey(nodes, roles), users);
            millis[round] = (System.nanoTime() - begin) / 1e6;
        }
        System.out.printf(
                Locale.ROOT,
                "who-can login:root on %d nodes, %d users, %d roles: first %.0f ms, median %.0f ms; %d pairs allowed%n",
                nodes.size(),
                users.size(),
                roles.size(),
                millis[0],
                Arrays.stream(millis).sorted().toArray()[ROUNDS / 2],
                pairs);
        System.out.printf(Locale.ROOT, "one decision after the other: %.2f us each%n", one(nodes, roles, users));
    }

    private static long whoCan(AccessSurvey survey, List<Subject> users) {
        long pairs = 0;
        for (Subject user : users) {
            BitSet where = survey.nodes(user, new Action.SshLogin("root"));
            pairs += survey.reach(user.user(), where).count();
        }
        return pairs;
    }

    private static double one(List<NodeTarget> nodes, List<Resource<RoleSpec>> roles, List<Subject> users) {
        AccessEvaluator evaluator = new AccessEvaluator();
        List<Boolean> answers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            answers.add(evaluator
                    .decide(
                            users.get(i % users.size()),
                            roles,
                            new Action.SshLogin("root"),
                            nodes.get(i * 7 % nodes.size()))
                    .allowed());
        }
        return (System.nanoTime() - begin) / 1e3 / answers.size();
    }

    /** A mixture: by map, by glob, by the user's trait, by expression; every ninth denies something. */
    private static Resource<RoleSpec> role(int i) {
        String environment = ENVIRONMENTS.get(i % 4);
        RoleConditions allow =
                switch (i % 4) {
                    case 0 -> nodes(Map.of("env", List.of(environment), "zone", List.of("eu-" + i % 7)), "");
                    case 1 -> nodes(Map.of("team", List.of("team" + i % 10 + "*")), "");
                    case 2 -> nodes(Map.of("team", List.of("{{external.team}}")), "");
                    default -> nodes(Map.of(), "contains(user.spec.traits[\"team\"], labels[\"team\"])");
                };
        RoleConditions deny = i % 9 == 0
                ? new RoleConditions(List.of(), Map.of("env", List.of("^(prod|staging)$")), List.of())
                : RoleConditions.NONE;
        return Resource.of(Metadata.named("role" + i), new RoleSpec(RoleOptions.DEFAULTS, allow, deny));
    }

    private static RoleConditions nodes(Map<String, List<String>> labels, String expression) {
        return new RoleConditions(List.of("root", "{{internal.logins}}"), labels, expression, List.of());
    }
}
