package org.sallyport.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.Strictness;

/** Laws of locks over random ones; each seed is one test, so a failure can be run again. */
class LockPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int ROUNDS_PER_SEED = 200;

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreFactsAndMoreLocksNeverLetIn(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            LockView view = view(random);
            LockFacts facts = facts(random);
            Strictness mode = mode(random);
            if (judge(view, facts, mode).isPresent()) {
                LockFacts more = new LockFacts(
                        facts.user().or(() -> Optional.of(name(random))),
                        with(facts.roles(), name(random)),
                        facts.login().or(() -> Optional.of(name(random))),
                        with(facts.nodes(), name(random)),
                        with(facts.mfaDevices(), name(random)),
                        facts.certificates(),
                        with(facts.accessRequests(), name(random)));
                List<Resource<LockSpec>> locks = new ArrayList<>(view.locks());
                locks.add(lock(random, "added"));
                assertThat(judge(new LockView(locks, view.age()), more, mode)).isPresent();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLockWithMorePartsShutsOutNobodyWhomOneWithFewerDoesNot(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            LockTarget target = target(random);
            LockTarget narrower = new LockTarget(
                    target.user().or(() -> Optional.of(name(random))),
                    target.role(),
                    target.login(),
                    target.node().or(() -> Optional.of(name(random))),
                    target.mfaDevice(),
                    target.certificate(),
                    target.accessRequest());
            LockFacts facts = facts(random);
            if (LockRule.matches(narrower, facts)) {
                assertThat(LockRule.matches(target, facts)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void orderDoesNotMatterAndExpiredLocksDoNotEither(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            LockView view = view(random);
            LockFacts facts = facts(random);
            Strictness mode = mode(random);
            List<Resource<LockSpec>> living = view.locks().stream()
                    .filter(lock -> LockRule.inForce(lock, NOW))
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(living, random);
            assertThat(judge(new LockView(living, view.age()), facts, mode)).isEqualTo(judge(view, facts, mode));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void strictRefusesWhateverBestEffortRefusesAndOnlyMoreWhenStale(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS_PER_SEED; i++) {
            LockView view = view(random);
            LockFacts facts = facts(random);
            Optional<LockVerdict> strict = judge(view, facts, Strictness.STRICT);
            Optional<LockVerdict> lax = judge(view, facts, Strictness.BEST_EFFORT);
            if (lax.isPresent() || !view.stale()) {
                assertThat(strict).isEqualTo(lax);
            } else {
                assertThat(strict.orElseThrow().lock()).isEmpty();
            }
        }
    }

    private static Optional<LockVerdict> judge(LockView view, LockFacts facts, Strictness mode) {
        return LockRule.judge(view, facts, mode, NOW);
    }

    private static LockView view(Random random) {
        List<Resource<LockSpec>> locks = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            locks.add(lock(random, "lock-" + i));
        }
        return new LockView(locks, Duration.ofMinutes(random.nextInt(10)));
    }

    private static Resource<LockSpec> lock(Random random, String name) {
        Instant expires = random.nextBoolean() ? null : NOW.plusSeconds(random.nextInt(-60, 60));
        return LockRuleTest.lock(name, target(random), "", expires);
    }

    private static LockTarget target(Random random) {
        List<Optional<String>> parts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            parts.add(random.nextInt(3) == 0 ? Optional.of(name(random)) : Optional.empty());
        }
        Optional<String> serial =
                random.nextInt(6) == 0 ? Optional.of(Integer.toString(1 + random.nextInt(3))) : Optional.empty();
        if (serial.isEmpty() && parts.stream().allMatch(Optional::isEmpty)) {
            return LockTarget.ofUser(name(random));
        }
        return new LockTarget(
                parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), serial, parts.get(5));
    }

    private static LockFacts facts(Random random) {
        return new LockFacts(
                random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(),
                names(random),
                random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(),
                names(random),
                names(random),
                random.nextBoolean() ? Set.of(1L + random.nextInt(3)) : Set.of(),
                names(random));
    }

    private static Set<String> names(Random random) {
        Set<String> names = new HashSet<>(NAMES);
        names.removeIf(name -> random.nextBoolean());
        return names;
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> more = new HashSet<>(names);
        more.add(name);
        return more;
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static Strictness mode(Random random) {
        return Strictness.values()[random.nextInt(2)];
    }
}
