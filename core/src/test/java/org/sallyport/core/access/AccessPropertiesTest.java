package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

/** Laws of the access decision over random role sets; each seed is one test, so a failure can be run again. */
class AccessPropertiesTest {
    private static final List<String> LOGINS = List.of("root", "ubuntu", "{{internal.logins}}", "{{external.none}}");
    private static final List<String> KEYS = List.of("env", "team", "*");
    private static final List<String> VALUES =
            List.of("prod", "dev", "*", "p*", "^(prod|dev)$", "{{external.env}}", "{{external.none}}");
    private static final List<String> KINDS = List.of("role", "user", "*");
    private static final List<String> VERBS = List.of("read", "create", "*");
    private static final int ROUNDS_PER_SEED = 50;

    private final AccessEvaluator evaluator = new AccessEvaluator();

    private record Case(Subject subject, List<Resource<RoleSpec>> roles, Action action, Target target) {}

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addingADenyNeverWidensAndTheSameDenyAsTheAllowAlwaysDenies(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            Case before = randomCase(random);
            Resource<RoleSpec> added = role("added", RoleConditions.NONE, conditions(random));
            Case after = with(before, added);
            if (decide(after).allowed()) {
                assertThat(decide(before).allowed()).as("%s", after).isTrue();
            }
            Case mirrored = before;
            for (Resource<RoleSpec> role : before.roles()) {
                mirrored = with(
                        mirrored,
                        role(
                                "not-" + role.name(),
                                RoleConditions.NONE,
                                role.spec().allow()));
            }
            assertThat(decide(mirrored).allowed()).as("%s", mirrored).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void orderOfRolesDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            Case one = randomCase(random);
            List<Resource<RoleSpec>> roles = new ArrayList<>(one.roles());
            List<String> names = new ArrayList<>(one.subject().roles());
            Collections.shuffle(roles, random);
            Collections.shuffle(names, random);
            Subject subject = new Subject("jo", names, one.subject().traits());
            Case other = new Case(subject, roles, one.action(), one.target());
            assertThat(decide(other)).isEqualTo(decide(one));
            assertThat(evaluator.options(subject, roles)).isEqualTo(evaluator.options(one.subject(), one.roles()));
            assertThat(evaluator.logins(subject, roles)).isEqualTo(evaluator.logins(one.subject(), one.roles()));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reasonsNameRulesThatReallySpoke(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            Case it = randomCase(random);
            Decision decision = decide(it);
            assertThat(decision.reasons()).isNotEmpty();
            assertThat(decision.needed().isEmpty()).isEqualTo(decision.allowed());
            for (Reason reason : decision.reasons()) {
                Resource<RoleSpec> named = it.roles().stream()
                        .filter(role -> role.name().equals(reason.role()))
                        .findFirst()
                        .orElse(null);
                assertReasonTrue(it, decision, reason, named);
            }
        }
    }

    private void assertReasonTrue(Case it, Decision decision, Reason reason, Resource<RoleSpec> named) {
        switch (reason.effect()) {
            case ALLOWED ->
                assertThat(decide(alone(it, role(named.name(), named.spec().allow(), RoleConditions.NONE)))
                                .allowed())
                        .as("%s of %s", reason, it)
                        .isTrue();
            case DENIED -> {
                assertThat(decision.allowed()).isFalse();
                // without its deny the role must not have denied: nothing else of it can be to blame
                Resource<RoleSpec> everything = role("everything", everything(), RoleConditions.NONE);
                Case accused = with(
                        alone(
                                it,
                                role(
                                        named.name(),
                                        RoleConditions.NONE,
                                        named.spec().deny())),
                        everything);
                assertThat(decide(accused).allowed()).as("%s of %s", reason, it).isFalse();
                assertThat(decide(alone(it, everything)).allowed()).isTrue();
            }
            case NOT_MATCHED -> {
                if (named != null) {
                    assertThat(decide(alone(it, role(named.name(), named.spec().allow(), RoleConditions.NONE)))
                                    .allowed())
                            .as("%s of %s", reason, it)
                            .isFalse();
                }
            }
        }
    }

    private static RoleConditions everything() {
        return new RoleConditions(
                List.of("root", "ubuntu", "jo"),
                Map.of("*", List.of("*")),
                List.of(new RoleRule(List.of("*"), List.of("*"))));
    }

    private Decision decide(Case it) {
        return evaluator.decide(it.subject(), it.roles(), it.action(), it.target());
    }

    private static Case with(Case it, Resource<RoleSpec> role) {
        List<Resource<RoleSpec>> roles = new ArrayList<>(it.roles());
        roles.add(role);
        List<String> names = new ArrayList<>(it.subject().roles());
        names.add(role.name());
        return new Case(new Subject("jo", names, it.subject().traits()), roles, it.action(), it.target());
    }

    private static Case alone(Case it, Resource<RoleSpec> role) {
        Subject subject = new Subject("jo", List.of(role.name()), it.subject().traits());
        return new Case(subject, List.of(role), it.action(), it.target());
    }

    private static Case randomCase(Random random) {
        List<Resource<RoleSpec>> roles = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> role(
                        "role" + i,
                        conditions(random),
                        random.nextInt(3) == 0 ? conditions(random) : RoleConditions.NONE))
                .toList();
        Map<String, List<String>> traits =
                random.nextBoolean() ? Map.of("logins", List.of("jo"), "env", List.of("prod")) : Map.of();
        Subject subject = new Subject("jo", roles.stream().map(Resource::name).toList(), traits);
        NodeTarget node = new NodeTarget(
                "id", "n", random.nextBoolean() ? Map.of("env", "prod", "team", "dev") : Map.of("env", "dev"));
        return switch (random.nextInt(3)) {
            case 0 -> new Case(subject, roles, new Action.ViewNode(), node);
            case 1 ->
                new Case(subject, roles, new Action.SshLogin(pick(random, List.of("root", "ubuntu", "jo"))), node);
            default ->
                new Case(
                        subject,
                        roles,
                        new Action.Verb(pick(random, List.of("read", "create"))),
                        new ResourceTarget(pick(random, List.of("role", "user")), ""));
        };
    }

    private static RoleConditions conditions(Random random) {
        List<String> logins = some(random, LOGINS);
        Map<String, List<String>> labels = new HashMap<>();
        for (String key : some(random, KEYS)) {
            labels.put(key, "*".equals(key) ? List.of("*") : some(random, VALUES));
        }
        List<RoleRule> rules = random.nextBoolean()
                ? List.of()
                : List.of(new RoleRule(List.of(pick(random, KINDS)), List.of(pick(random, VERBS))));
        return new RoleConditions(logins, labels, rules);
    }

    private static List<String> some(Random random, List<String> from) {
        return from.stream().filter(each -> random.nextInt(3) == 0).toList();
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Resource<RoleSpec> role(String name, RoleConditions allow, RoleConditions deny) {
        return Resource.of(Metadata.named(name), new RoleSpec(RoleOptions.DEFAULTS, allow, deny));
    }
}
