package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.UserSpec;

class GrantRuleTest {
    private static final RoleRule HELPDESK_RULE = new RoleRule(List.of("user", "role"), List.of("create", "update"));
    private static final Resource<RoleSpec> HELPDESK = Roles.role(
            "helpdesk",
            new RoleConditions(List.of("ubuntu"), Map.of("env", List.of("dev", "test")), List.of(HELPDESK_RULE)),
            RoleConditions.NONE);
    private static final Resource<RoleSpec> ROOT = Roles.allow("root", List.of("root"), Map.of("*", List.of("*")));
    private static final Resource<RoleSpec> NARROW =
            Roles.allow("narrow", List.of("ubuntu"), Map.of("env", List.of("dev"), "team", List.of("a")));
    private static final Resource<RoleSpec> LIMIT = Roles.deny("limit", List.of("root"), Map.of("*", List.of("*")));

    private final GrantRule rule = new GrantRule(new AccessEvaluator());

    @Test
    void editorMayWriteAnything() {
        Subject editor = new Subject("ed", List.of("editor"), Map.of());
        assertThat(rule.refusesUser(editor, known(), Optional.empty(), user("root")))
                .isEmpty();
        assertThat(rule.refusesRole(editor, known(), Optional.empty(), Optional.of(ROOT)))
                .isEmpty();
    }

    @Test
    void editorWithADeniedRuleIsNoFullAdministrator() {
        Resource<RoleSpec> no = Roles.role(
                "no-roles", RoleConditions.NONE, Roles.rules(new RoleRule(List.of("role"), List.of("create"))));
        List<Resource<RoleSpec>> all = new ArrayList<>(known());
        all.add(no);
        Subject held = new Subject("ed", List.of("editor", "no-roles"), Map.of());
        assertThat(rule.refusesUser(held, all, Optional.empty(), user("root"))).isPresent();
    }

    @Test
    void everyoneElseGivesWhatHeHolds() {
        assertThat(refusesUser(Optional.empty(), user("helpdesk"))).isEmpty();
    }

    @Test
    void rolesThatAllowLessMayBeGiven() {
        assertThat(refusesUser(Optional.empty(), user("narrow"))).isEmpty();
    }

    @Test
    void rolesThatAllowMoreMayNotBeGiven() {
        assertThat(refusesUser(Optional.empty(), user("root"))).get().asString().contains("root");
        assertThat(refusesUser(Optional.empty(), user("editor")))
                .get()
                .asString()
                .contains("editor");
    }

    @Test
    void userWithMoreMayNotBeChangedAtAll() {
        assertThat(refusesUser(user("root"), user("helpdesk"))).isPresent();
        assertThat(refusesUser(user("root"), Optional.empty())).isPresent();
    }

    @Test
    void traitsOneLacksMayNotBeGiven() {
        UserSpec asRoot = new UserSpec(List.of("helpdesk"), Map.of("logins", List.of("root")));
        assertThat(refusesUser(Optional.empty(), Optional.of(asRoot)))
                .get()
                .asString()
                .contains("logins");
        UserSpec own = new UserSpec(List.of("helpdesk"), Map.of("team", List.of("a")));
        assertThat(refusesUser(Optional.empty(), Optional.of(own))).isEmpty();
    }

    @Test
    void denyingRoleMayBeGivenButNotTakenAway() {
        assertThat(refusesUser(user("helpdesk"), user("helpdesk", "limit"))).isEmpty();
        assertThat(refusesUser(user("helpdesk", "limit"), user("helpdesk"))).isPresent();
    }

    @Test
    void writerWhoIsDeniedSomethingGrantsNothing() {
        Subject limited = new Subject("li", List.of("helpdesk", "limit"), Map.of());
        assertThat(rule.refusesUser(limited, known(), Optional.empty(), user("helpdesk")))
                .isPresent();
    }

    @Test
    void roleDocumentsFollowTheSameRule() {
        assertThat(refusesRole(Optional.empty(), Optional.of(NARROW))).isEmpty();
        assertThat(refusesRole(Optional.empty(), Optional.of(ROOT))).isPresent();
        Resource<RoleSpec> ownWithRoot = Roles.allow("helpdesk", List.of("root"), Map.of("env", List.of("dev")));
        assertThat(refusesRole(Optional.of(HELPDESK), Optional.of(ownWithRoot))).isPresent();
        Resource<RoleSpec> rules =
                Roles.role("r", Roles.rules(new RoleRule(List.of("event"), List.of("list"))), RoleConditions.NONE);
        assertThat(refusesRole(Optional.empty(), Optional.of(rules)))
                .get()
                .asString()
                .contains("event");
    }

    @Test
    void whatARoleDeniesMayNotBeLoosened() {
        assertThat(refusesRole(Optional.of(LIMIT), Optional.empty())).isPresent();
        Resource<RoleSpec> empty = Roles.role("limit", RoleConditions.NONE, RoleConditions.NONE);
        assertThat(refusesRole(Optional.of(LIMIT), Optional.of(empty))).isPresent();
        assertThat(refusesRole(Optional.of(LIMIT), Optional.of(LIMIT))).isEmpty();
    }

    @Test
    void looserSessionOptionsMayNotBeGiven() {
        RoleOptions longer =
                new RoleOptions(Optional.of(Duration.ofHours(30)), null, null, null, null, null, null, null);
        Resource<RoleSpec> role = Resource.of(
                Metadata.named("long"), new RoleSpec(longer, NARROW.spec().allow(), RoleConditions.NONE));
        assertThat(refusesRole(Optional.empty(), Optional.of(role)))
                .get()
                .asString()
                .contains("options");
    }

    private Optional<String> refusesUser(Optional<UserSpec> before, Optional<UserSpec> after) {
        return rule.refusesUser(helpdesk(), known(), before, after);
    }

    private Optional<String> refusesRole(Optional<Resource<RoleSpec>> before, Optional<Resource<RoleSpec>> after) {
        return rule.refusesRole(helpdesk(), known(), before, after);
    }

    private static Subject helpdesk() {
        return new Subject("hd", List.of("helpdesk"), Map.of("team", List.of("a", "b")));
    }

    private static Optional<UserSpec> user(String... roles) {
        return Optional.of(new UserSpec(List.of(roles), Map.of()));
    }

    private static List<Resource<RoleSpec>> known() {
        List<Resource<RoleSpec>> all = new ArrayList<>(PresetRoles.all());
        all.addAll(List.of(HELPDESK, ROOT, NARROW, LIMIT));
        return all;
    }
}
