package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.api.resource.OnLeave.PAUSE;
import static org.sallyport.api.resource.OnLeave.TERMINATE;
import static org.sallyport.api.session.SessionMode.MODERATOR;
import static org.sallyport.api.session.SessionMode.OBSERVER;
import static org.sallyport.api.session.SessionMode.PEER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Target.SessionTarget;

/** Joining live sessions: who may, who may give the right, and what of it can be written. */
class JoinRulesTest {
    private static final SessionTarget ALICES = new SessionTarget("alice", List.of("prod-web", "dev"));

    private final AccessEvaluator evaluator = new AccessEvaluator();
    private final GrantRule grants = new GrantRule(evaluator);

    @Test
    void nobodyMayWithoutARule() {
        Decision decision = decide("bob", OBSERVER, Roles.allow("dev", List.of("root"), Map.of("*", List.of("*"))));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.needed()).contains("allow.join_sessions", "observer");
    }

    @Test
    void aRuleSpeaksOfModesAndOfRolesOfTheStarter() {
        Resource<RoleSpec> mine = SessionRoles.joins("r", List.of("prod-*"), OBSERVER, MODERATOR);
        assertThat(decide("bob", OBSERVER, mine).allowed()).isTrue();
        assertThat(decide("bob", MODERATOR, mine).allowed()).isTrue();
        assertThat(decide("bob", PEER, mine).allowed()).isFalse();
        assertThat(decide("bob", OBSERVER, SessionRoles.joins("r", List.of("prod"), OBSERVER))
                        .allowed())
                .isFalse();
        assertThat(decide("bob", OBSERVER, SessionRoles.joins("r", List.of("prod.web"), OBSERVER))
                        .allowed())
                .isFalse();
        assertThat(decide("bob", OBSERVER, SessionRoles.joins("r", List.of("*"), OBSERVER))
                        .allowed())
                .isTrue();
    }

    @Test
    void aDenyWinsOverEveryAllow() {
        Decision decision = decide(
                "bob",
                OBSERVER,
                SessionRoles.joins("r", List.of("*"), OBSERVER),
                SessionRoles.deniesJoining("no", List.of("dev"), OBSERVER, PEER));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reasons()).singleElement().satisfies(reason -> assertThat(reason.rule())
                .isEqualTo("deny.join_sessions"));
    }

    @Test
    void onesOwnSessionsMayBeJoinedButNotModerated() {
        assertThat(decide("alice", OBSERVER).allowed()).isTrue();
        assertThat(decide("alice", PEER).allowed()).isTrue();
        assertThat(decide("alice", MODERATOR).allowed()).isFalse();
    }

    @Test
    void aComparisonShowsWhatIsGivenAndDemanded() {
        Subject bob = new Subject("bob", List.of("r"), Map.of());
        Resource<RoleSpec> before = Roles.role("r", RoleConditions.NONE, RoleConditions.NONE);
        Resource<RoleSpec> after = Roles.role(
                "r",
                SessionRoles.conditions(
                        List.of(SessionRoles.join(List.of("dev", "web-*"), OBSERVER, PEER)),
                        List.of(SessionRoles.required("true", 2, PAUSE, MODERATOR))),
                SessionRoles.conditions(List.of(SessionRoles.join(List.of("pay"), PEER)), List.of()));
        AccessComparison comparison = new AccessComparison(
                new AccessSurvey(List.of(), List.of(before)), new AccessSurvey(List.of(), List.of(after)));
        assertThat(comparison.of(Optional.of(bob), bob).options())
                .containsExactly(
                        "join_sessions: only one's own -> of dev, web-* as observer, peer; not of pay as peer",
                        "require_session_join: nobody -> role r wants 2 more as moderator (true)");
    }

    @Test
    void theQuestionIsWrittenAsJoinAndMode() {
        assertThat(Questions.action("join:moderator")).isEqualTo(new Action.JoinSession(MODERATOR));
        assertThatThrownBy(() -> Questions.action("join:root")).hasMessageContaining("observer, peer or moderator");
        assertThatThrownBy(() -> Questions.action("join")).isInstanceOf(SallyportException.class);
    }

    @Test
    void filtersAndRolesAreCheckedWhenTheRoleIsWritten() {
        assertThatThrownBy(() -> RoleSyntax.requireValid(
                        SessionRoles.wants("r", SessionRoles.required("labels.env == \"x\"", 1, PAUSE, PEER))
                                .spec()))
                .hasMessageContaining("spec.allow.require_session_join[0].filter");
        assertThatThrownBy(() -> RoleSyntax.requireValid(SessionRoles.joins("r", List.of("{{external.team}}"), PEER)
                        .spec()))
                .hasMessageContaining("spec.allow.join_sessions[0].roles");
        RoleSyntax.requireValid(SessionRoles.wants("r", SessionRoles.required("true", 1, PAUSE, PEER))
                .spec());
        assertThatThrownBy(() -> Roles.role(
                        "r",
                        RoleConditions.NONE,
                        SessionRoles.conditions(List.of(), List.of(SessionRoles.required("true", 1, PAUSE, PEER)))))
                .hasMessageContaining("deny.require_session_join");
    }

    @Test
    void nobodyGivesARightToJoinThatHeLacks() {
        Resource<RoleSpec> own = helpdesk(
                SessionRoles.conditions(List.of(SessionRoles.join(List.of("dev", "test"), OBSERVER, PEER)), List.of()));
        assertThat(refuses(own, SessionRoles.joins("r", List.of("dev"), OBSERVER)))
                .isEmpty();
        assertThat(refuses(own, SessionRoles.joins("r", List.of("dev"), MODERATOR)))
                .get()
                .asString()
                .contains("joining sessions of [dev]");
        assertThat(refuses(own, SessionRoles.joins("r", List.of("*"), OBSERVER)))
                .isPresent();
    }

    @Test
    void nobodyWhoseSessionsNeedOthersGivesFreerOnes() {
        RequiredJoin auditor = SessionRoles.required("true", 1, TERMINATE, MODERATOR);
        RequiredJoin other = SessionRoles.required("true", 1, TERMINATE, PEER);
        Resource<RoleSpec> own = helpdesk(SessionRoles.conditions(List.of(), List.of(auditor)));
        assertThat(refuses(own, Roles.role("r", RoleConditions.NONE, RoleConditions.NONE)))
                .get()
                .asString()
                .contains("does not want others in sessions");
        assertThat(refuses(own, SessionRoles.wants("r", auditor))).isEmpty();
        assertThat(refuses(own, SessionRoles.wants("r", auditor, other))).isPresent();
    }

    @Test
    void aDemandIsNotTakenAwayByWhoIsNoFullAdministrator() {
        RequiredJoin demand = SessionRoles.required("true", 1, TERMINATE, MODERATOR);
        Resource<RoleSpec> own = helpdesk(RoleConditions.NONE);
        Resource<RoleSpec> strict = SessionRoles.wants("strict", demand);
        Resource<RoleSpec> loose = Roles.role("strict", RoleConditions.NONE, RoleConditions.NONE);
        Subject writer = new Subject("hd", List.of("helpdesk"), Map.of());
        assertThat(grants.refusesRole(writer, List.of(own, strict), Optional.of(strict), Optional.of(loose)))
                .isPresent();
        assertThat(grants.refusesUser(
                        writer,
                        List.of(own, strict),
                        Optional.of(new UserSpec(List.of("strict"), Map.of())),
                        Optional.of(new UserSpec(List.of("helpdesk"), Map.of()))))
                .get()
                .asString()
                .contains("wants others");
    }

    private Optional<String> refuses(Resource<RoleSpec> own, Resource<RoleSpec> given) {
        return grants.refusesRole(
                new Subject("hd", List.of("helpdesk"), Map.of()), List.of(own), Optional.empty(), Optional.of(given));
    }

    private static Resource<RoleSpec> helpdesk(RoleConditions sessions) {
        return Resource.of(
                org.sallyport.api.resource.Metadata.named("helpdesk"),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(
                                List.of(),
                                Map.of(),
                                "",
                                List.of(new RoleRule(List.of("role"), List.of("create"))),
                                sessions.joinSessions(),
                                sessions.requireSessionJoin()),
                        RoleConditions.NONE));
    }

    @SafeVarargs
    private Decision decide(String user, SessionMode mode, Resource<RoleSpec>... roles) {
        List<Resource<RoleSpec>> all = List.of(roles);
        Subject subject = new Subject(user, all.stream().map(Resource::name).toList(), Map.of());
        return evaluator.decide(subject, all, new Action.JoinSession(mode), ALICES);
    }
}
