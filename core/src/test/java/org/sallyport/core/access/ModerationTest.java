package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.api.resource.OnLeave.PAUSE;
import static org.sallyport.api.resource.OnLeave.TERMINATE;
import static org.sallyport.api.session.SessionMode.MODERATOR;
import static org.sallyport.api.session.SessionMode.OBSERVER;
import static org.sallyport.api.session.SessionMode.PEER;
import static org.sallyport.core.access.SessionRoles.required;
import static org.sallyport.core.access.SessionRoles.wants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Moderation.Present;
import org.sallyport.core.access.Moderation.Verdict;

class ModerationTest {
    private static final String AUDITORS = "contains(user.spec.roles, \"auditor\")";
    private static final Subject ALICE = new Subject("alice", List.of("prod", "pci"), Map.of());

    @Test
    void withoutADemandNobodyIsWanted() {
        Moderation none = Moderation.of(ALICE, List.of(Roles.allow("prod", List.of("root"), Map.of())));
        assertThat(none.required()).isFalse();
        assertThat(none.judge(List.of())).isEqualTo(new Verdict(true, false, ""));
    }

    @Test
    void somebodyOfTheFilterInTheRightModeMeetsIt() {
        Moderation one = of(wants("prod", required(AUDITORS, 1, TERMINATE, MODERATOR)));
        assertThat(one.required()).isTrue();
        assertThat(one.judge(List.of()).needs())
                .isEqualTo("role prod wants 1 more as moderator (contains(user.spec.roles, \"auditor\"))");
        assertThat(one.judge(List.of(present("bob", MODERATOR, "auditor"))).met())
                .isTrue();
        assertThat(one.judge(List.of(present("bob", OBSERVER, "auditor"))).met())
                .isFalse();
        assertThat(one.judge(List.of(present("bob", MODERATOR, "dev"))).met()).isFalse();
    }

    @Test
    void theStarterNeverCountsAndNobodyCountsTwice() {
        Moderation two = of(wants("prod", required("true", 2, TERMINATE, OBSERVER, MODERATOR)));
        assertThat(two.judge(List.of(present("alice", OBSERVER), present("bob", OBSERVER)))
                        .met())
                .isFalse();
        assertThat(two.judge(List.of(present("bob", OBSERVER), present("bob", MODERATOR)))
                        .met())
                .isFalse();
        assertThat(two.judge(List.of(present("bob", OBSERVER), present("carol", MODERATOR)))
                        .met())
                .isTrue();
    }

    @Test
    void onePolicyOfARoleSufficesAndEveryRoleMustBeMet() {
        Resource<RoleSpec> prod =
                wants("prod", required(AUDITORS, 1, TERMINATE, MODERATOR), required("true", 2, TERMINATE, OBSERVER));
        Resource<RoleSpec> pci = wants("pci", required("user.metadata.name == \"carol\"", 1, TERMINATE, PEER));
        Moderation both = of(prod, pci);
        assertThat(both.judge(List.of(present("bob", OBSERVER), present("dave", OBSERVER)))
                        .needs())
                .startsWith("role pci wants");
        assertThat(both.judge(List.of(present("bob", OBSERVER), present("dave", OBSERVER), present("carol", PEER)))
                        .met())
                .isTrue();
    }

    @Test
    void itTerminatesWhenARoleThatIsNotMetKnowsNothingElse() {
        RequiredJoin ends = required(AUDITORS, 1, TERMINATE, MODERATOR);
        RequiredJoin pauses = required(AUDITORS, 1, PAUSE, MODERATOR);
        assertThat(of(wants("prod", ends)).judge(List.of()).terminates()).isTrue();
        assertThat(of(wants("prod", pauses)).judge(List.of()).terminates()).isFalse();
        assertThat(of(wants("prod", pauses, ends)).judge(List.of()).terminates())
                .isFalse();
        assertThat(of(wants("prod", pauses), wants("pci", ends))
                        .judge(List.of())
                        .terminates())
                .isTrue();
    }

    @Test
    void aRoleThatIsNotHeldWantsNothingAndAFilterThatCannotBeReadLetsNobodyCount() {
        assertThat(of(wants("other", required("true", 1, PAUSE, PEER))).required())
                .isFalse();
        Moderation newer = of(wants("prod", required("user.spec.badge == \"x\"", 1, PAUSE, PEER)));
        assertThat(newer.judge(List.of(present("bob", PEER))).met()).isFalse();
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /** Whoever joins can only help, and the order in which people came never matters. */
    @ParameterizedTest
    @MethodSource("seeds")
    void moreNeverMakesItWorseAndOrderDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Moderation any = of(wants("prod", policies(random)), wants("pci", policies(random)));
            List<Present> some = people(random);
            List<Present> more = new ArrayList<>(some);
            more.addAll(people(random));
            if (any.judge(some).met()) {
                assertThat(any.judge(more).met()).as("%s of %s", more, any).isTrue();
            }
            List<Present> shuffled = new ArrayList<>(some);
            java.util.Collections.shuffle(shuffled, random);
            assertThat(any.judge(shuffled)).isEqualTo(any.judge(some));
            Verdict verdict = any.judge(some);
            assertThat(verdict.needs().isEmpty()).isEqualTo(verdict.met());
            assertThat(verdict.met() && verdict.terminates()).isFalse();
            assertThat(any.judge(people(new Subject("alice", List.of("auditor"), Map.of())))
                            .met())
                    .isFalse();
        }
    }

    private static RequiredJoin[] policies(Random random) {
        return random.ints(1 + random.nextInt(2), 0, 6)
                .mapToObj(each -> required(
                        List.of("true", AUDITORS, "has_prefix(user.metadata.name, \"b\")")
                                .get(each % 3),
                        1 + random.nextInt(3),
                        OnLeave.values()[each % 2],
                        SessionMode.values()[random.nextInt(3)],
                        SessionMode.values()[random.nextInt(3)]))
                .toArray(RequiredJoin[]::new);
    }

    private static List<Present> people(Random random) {
        return random.ints(random.nextInt(4), 0, 5)
                .mapToObj(each -> present(
                        List.of("bob", "bea", "carol", "dave", "alice").get(each),
                        SessionMode.values()[random.nextInt(3)],
                        random.nextBoolean() ? "auditor" : "dev"))
                .toList();
    }

    private static List<Present> people(Subject one) {
        return java.util.Arrays.stream(SessionMode.values())
                .map(mode -> new Present(one, mode))
                .toList();
    }

    @SafeVarargs
    private static Moderation of(Resource<RoleSpec>... roles) {
        return Moderation.of(ALICE, List.of(roles));
    }

    private static Present present(String user, SessionMode mode, String... roles) {
        return new Present(new Subject(user, List.of(roles), Map.of()), mode);
    }
}
