package org.sallyport.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.caller.Caller;

class LockRuleTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final LockFacts ANN = new LockFacts(
            Optional.of("ann"),
            Set.of("dev", "ops"),
            Optional.of("root"),
            Set.of("web1", "h-1"),
            Set.of("phone"),
            Set.of(17L, -1L),
            Set.of("request-4"));

    @Test
    void eachPartMatchesByItsExactName() {
        assertThat(LockRule.matches(LockTarget.ofUser("ann"), ANN)).isTrue();
        assertThat(LockRule.matches(LockTarget.ofRole("ops"), ANN)).isTrue();
        assertThat(LockRule.matches(LockTarget.ofLogin("root"), ANN)).isTrue();
        assertThat(LockRule.matches(LockTarget.ofNode("web1"), ANN)).isTrue();
        assertThat(LockRule.matches(LockTarget.ofNode("h-1"), ANN)).isTrue();
        assertThat(LockRule.matches(LockTarget.ofCertificate(17), ANN)).isTrue();
        assertThat(LockRule.matches(
                        new LockTarget(null, null, null, null, Optional.of("phone"), null, Optional.of("request-4")),
                        ANN))
                .isTrue();

        assertThat(LockRule.matches(LockTarget.ofUser("an"), ANN)).isFalse();
        assertThat(LockRule.matches(LockTarget.ofUser("Ann"), ANN)).isFalse();
        assertThat(LockRule.matches(LockTarget.ofUser("*"), ANN)).isFalse();
        assertThat(LockRule.matches(LockTarget.ofRole("^ops$"), ANN)).isFalse();
        assertThat(LockRule.matches(LockTarget.ofCertificate(18), ANN)).isFalse();
    }

    @Test
    void serialsAreUnsigned() {
        assertThat(LockRule.matches(
                        new LockTarget(
                                null, null, null, null, null, Optional.of("18446744073709551615"), Optional.empty()),
                        ANN))
                .isTrue();
    }

    @Test
    void allPartsMustMatch() {
        LockTarget both = new LockTarget(Optional.of("ann"), null, null, Optional.of("web1"), null, null, null);
        LockTarget other = new LockTarget(Optional.of("ann"), null, null, Optional.of("web2"), null, null, null);
        assertThat(LockRule.matches(both, ANN)).isTrue();
        assertThat(LockRule.matches(other, ANN)).isFalse();
        assertThat(LockRule.matches(both, LockFacts.of(new Caller.User("ann", List.of(), Map.of(), ""))))
                .as("where no node is known")
                .isFalse();
    }

    @Test
    void theVerdictSaysWhatWhyAndWhatToDoButNotTheLocksName() {
        LockVerdict verdict = judge(List.of(lock("secret-name", LockTarget.ofUser("ann"), "laptop lost", null)), ANN)
                .orElseThrow();
        assertThat(verdict.lock()).contains("secret-name");
        SallyportException refusal = verdict.refusal("Proxy Service");
        assertThat(refusal.code()).isEqualTo(ErrorCode.LOCKED);
        assertThat(refusal.userMessage())
                .isEqualTo("Proxy Service: user 'ann' is locked: laptop lost; ask an administrator");
        assertThat(LockVerdict.lockOf(refusal)).contains("secret-name");
        assertThat(LockVerdict.lockOf(new SallyportException(ErrorCode.LOCKED, "gone")))
                .isEmpty();
    }

    @Test
    void anExpiredLockHasNoEffect() {
        Resource<LockSpec> lock = lock("l", LockTarget.ofUser("ann"), "", NOW);
        assertThat(judge(List.of(lock), ANN)).isEmpty();
        assertThat(LockRule.judge(LockView.current(List.of(lock)), ANN, Strictness.BEST_EFFORT, NOW.minusMillis(1)))
                .hasValueSatisfying(verdict -> assertThat(verdict.reason()).contains("it ends at " + NOW));
    }

    @Test
    void ofSeveralLocksTheLastingOneIsTold() {
        List<Resource<LockSpec>> locks = List.of(
                lock("short", LockTarget.ofUser("ann"), "a", NOW.plusSeconds(60)),
                lock("ever", LockTarget.ofRole("dev"), "b", null),
                lock("long", LockTarget.ofRole("ops"), "c", NOW.plusSeconds(600)));
        assertThat(judge(locks, ANN).orElseThrow().lock()).contains("ever");
    }

    @Test
    void strictModeShutsOutWhenTheViewIsTooOldAndBestEffortDoesNot() {
        LockView fresh = new LockView(List.of(), LockView.LONGEST_STALE);
        LockView old = new LockView(List.of(), LockView.LONGEST_STALE.plus(Duration.ofMillis(1)));
        assertThat(LockRule.judge(fresh, ANN, Strictness.STRICT, NOW)).isEmpty();
        assertThat(LockRule.judge(old, ANN, Strictness.BEST_EFFORT, NOW)).isEmpty();
        LockVerdict verdict = LockRule.judge(old, ANN, Strictness.STRICT, NOW).orElseThrow();
        assertThat(verdict.lock()).isEmpty();
        assertThat(verdict.refusal("agent").code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(verdict.reason()).contains("5 minutes").contains("strict");
    }

    @Test
    void theStrictestOfClusterAndHeldRolesCountsAndMachinesAreNeverStrict() {
        List<Resource<RoleSpec>> roles = List.of(
                role("dev", Optional.of(Strictness.STRICT)),
                role("ops", Optional.of(Strictness.BEST_EFFORT)),
                role("unheld", Optional.of(Strictness.STRICT)));
        LockFacts ops = LockFacts.of(new Caller.User("ben", List.of("ops"), Map.of(), ""));
        assertThat(LockRule.mode(ANN, roles, Strictness.BEST_EFFORT)).isEqualTo(Strictness.STRICT);
        assertThat(LockRule.mode(ops, roles, Strictness.BEST_EFFORT)).isEqualTo(Strictness.BEST_EFFORT);
        assertThat(LockRule.mode(ops, roles, Strictness.STRICT)).isEqualTo(Strictness.STRICT);
        assertThat(LockRule.mode(LockFacts.ofNode(List.of("web1")), roles, Strictness.STRICT))
                .isEqualTo(Strictness.BEST_EFFORT);
    }

    private static Resource<RoleSpec> role(String name, Optional<Strictness> lock) {
        RoleOptions options = new RoleOptions(
                null, null, null, null, null, null, null, null, null, null, null, lock, Optional.empty(), null);
        return Resource.of(Metadata.named(name), new RoleSpec(options, null, null));
    }

    @Test
    void aLockThatIsSeenCountsHoweverOldTheViewIs() {
        LockView old = new LockView(List.of(lock("l", LockTarget.ofUser("ann"), "", null)), Duration.ofDays(30));
        for (Strictness mode : Strictness.values()) {
            assertThat(LockRule.judge(old, ANN, mode, NOW).orElseThrow().lock()).contains("l");
        }
    }

    private static Optional<LockVerdict> judge(List<Resource<LockSpec>> locks, LockFacts facts) {
        return LockRule.judge(LockView.current(locks), facts, Strictness.STRICT, NOW);
    }

    static Resource<LockSpec> lock(String name, LockTarget target, String message, Instant expires) {
        Metadata metadata = new Metadata(name, "", Map.of(), Optional.ofNullable(expires), 0);
        return Resource.of(metadata, new LockSpec(target, message));
    }
}
