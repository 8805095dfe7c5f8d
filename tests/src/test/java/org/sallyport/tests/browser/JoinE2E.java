package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;

/** Somebody's terminal in the browser, and others who join it in theirs: none of them has access to the node. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoinE2E {
    private static final String ACCOUNT = "spjoin";
    private static final String STARTER = "join-starter";
    private static final String HELPER = "join-helper";
    private static final String WATCHER = "join-watcher";
    private static final String STRANGER = "join-stranger";
    private static final double LONG = 120_000;

    private static Chromium chromium;
    private static OsAccount account;
    private static String base;
    private static ConsolePerson starter;
    private static ConsolePerson helper;
    private static ConsolePerson watcher;
    private static ConsolePerson stranger;

    private final List<String> complaints = new ArrayList<>();
    private final List<BrowserContext> contexts = new ArrayList<>();
    private Page owner;

    @BeforeAll
    static void start(Cluster cluster) {
        // a busy machine is no fault of the page
        PlaywrightAssertions.setDefaultAssertionTimeout(LONG);
        account = OsAccount.create(ACCOUNT);
        role(cluster, STARTER, "{allow: {logins: [" + ACCOUNT + "], node_labels: {'*': ['*']}}}");
        role(
                cluster,
                HELPER,
                "{allow: {join_sessions: [{roles: [" + STARTER + "], modes: [observer, peer, moderator]}]}}");
        role(
                cluster,
                WATCHER,
                "{options: {require_session_mfa: true}, allow: {join_sessions: [{roles: [" + STARTER
                        + "], modes: [observer]}]}}");
        role(cluster, STRANGER, "{allow: {logins: [nobody]}}");
        chromium = Chromium.start(cluster);
        starter = person(cluster, STARTER);
        helper = person(cluster, HELPER);
        watcher = person(cluster, WATCHER);
        stranger = person(cluster, STRANGER);
    }

    private static void role(Cluster cluster, String name, String spec) {
        Path file = cluster.directory().resolve(name + "-role.yaml");
        Programs.write(file, "kind: role\nversion: v1\nmetadata: {name: " + name + "}\nspec: " + spec + "\n");
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
    }

    /** With the role of that name. */
    private static ConsolePerson person(Cluster cluster, String name) {
        String invite = cluster.invite(name, name, ACCOUNT);
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        return ConsolePerson.signedIn(chromium.browser(), invite, name);
    }

    @AfterAll
    static void stop() {
        PlaywrightAssertions.setDefaultAssertionTimeout(5_000);
        if (chromium != null) {
            chromium.close();
        }
        account.close();
    }

    @BeforeEach
    void begin() {
        owner = open(starter);
        owner.navigate(base + "terminal/" + Cluster.NODE + "?login=" + ACCOUNT);
        assertThat(keyboard(owner)).isFocused();
    }

    @AfterEach
    void close() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).isEmpty();
    }

    private Page open(ConsolePerson visitor) {
        BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1280, 900)
                        .setColorScheme(ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setStorageState(visitor.state()));
        contexts.add(context);
        Page page = context.newPage();
        // a violation of the content security policy shows up here, too
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type()) && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private static Locator screen(Page page) {
        return page.locator(".xterm-rows");
    }

    private static Locator keyboard(Page page) {
        return page.locator(".xterm-helper-textarea");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, named(name).setExact(true));
    }

    private static void type(Page page, String line) {
        page.keyboard().type(line);
        page.keyboard().press("Enter");
    }

    private static void shows(Page page, String what) {
        assertThat(screen(page)).containsText(what, new LocatorAssertions.ContainsTextOptions().setTimeout(LONG));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    /** By the list of sessions, which hears of one a moment after it began. */
    private Page join(ConsolePerson visitor, String mode) {
        Page page = open(visitor);
        page.navigate(base + "sessions");
        Locator row = page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(STARTER))
                .first();
        // the page hears of it by itself
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Join"))
                .click(new Locator.ClickOptions().setTimeout(LONG));
        if (mode.equals("observer")) {
            assertThat(page.getByText("sallyport:join").first()).isVisible();
            Screenshots.shoot(page, "join-dialog");
            assertThat(Accessibility.barriers(page, "join-dialog")).isEmpty();
        }
        page.getByRole(AriaRole.LINK, named("Join as " + mode)).click();
        return page;
    }

    private static String sessionOf(Page joined) {
        var found = Pattern.compile("join=([0-9a-f-]{36})").matcher(joined.url());
        assertThat(found.find()).as(joined.url()).isTrue();
        return found.group(1);
    }

    private void end() {
        type(owner, "exit");
        assertThat(owner.getByText(Pattern.compile("The session ended with status")))
                .isVisible();
    }

    @Test
    @Order(1)
    void anObserverSeesWhatIsTypedAndTypesNothing(Cluster cluster) {
        Page observer = join(helper, "observer");
        shows(observer, "as observer; Ctrl-C leaves");
        assertThat(observer.getByRole(AriaRole.TAB, named(Cluster.NODE + " (observer)")))
                .isVisible();
        assertThat(observer.getByText("Session of " + STARTER + " as " + ACCOUNT))
                .isVisible();
        shows(owner, HELPER + " joined as observer");
        type(owner, "echo shared-$((40+2))");
        shows(observer, "shared-42");
        Screenshots.shoot(observer, "join-observer");
        assertThat(Accessibility.barriers(observer, "join-observer")).isEmpty();

        keyboard(observer).focus();
        type(observer, "echo intruder");
        type(owner, "echo after-$((1+1))");
        shows(observer, "after-2");
        assertThat(screen(owner)).not().containsText("intruder");

        String session = sessionOf(observer);
        button(observer, "Leave").click();
        assertThat(observer.getByText("You are out of the session")).isVisible();
        shows(owner, HELPER + " is no longer observer here");
        assertThat(cluster.awaitAudit("--event=session.join", "--user=" + HELPER, "--session=" + session))
                .isNotEmpty();
        end();
    }

    @Test
    @Order(2)
    void aPeerTypesAndAModeratorEndsIt(Cluster cluster) {
        Page peer = join(helper, "peer");
        shows(peer, "what you type goes to it");
        keyboard(peer).focus();
        type(peer, "echo peer-$((3+4))");
        shows(peer, "peer-7");
        shows(owner, "peer-7");
        String session = sessionOf(peer);
        button(peer, "Leave").click();
        assertThat(peer.getByText("You are out of the session")).isVisible();
        shows(owner, HELPER + " is no longer peer here");

        Page moderator = open(helper);
        moderator.navigate(base + "terminal/" + Cluster.NODE + "?join=" + session + "&mode=moderator");
        shows(moderator, "t ends it for all");
        keyboard(moderator).focus();
        moderator.keyboard().press("t");
        Locator dialog = moderator.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("End the session of " + STARTER + " for all");
        Screenshots.shoot(moderator, "join-moderator");
        assertThat(Accessibility.barriers(moderator, "join-moderator")).isEmpty();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
                .click();
        type(owner, "echo still-$((5+5))");
        shows(moderator, "still-10");
        button(moderator, "End the session").click();
        button(moderator, "End the session").last().click();
        assertThat(moderator.getByText("You are out of the session")).isVisible();
        assertThat(button(owner, "Connect again")).isVisible();
        shows(owner, "it was ended by " + HELPER);
        assertThat(cluster.awaitAudit("--event=session.terminated", "--session=" + session))
                .isNotEmpty();
    }

    @Test
    @Order(3)
    void whoMayNotJoinIsRefusedAndWhoMustShowASecondFactorDoes(Cluster cluster) {
        Page observer = join(watcher, "observer");
        assertThat(observer.locator("#confirm-code")).isVisible();
        String session = sessionOf(observer);
        observer.locator("#confirm-code").fill(watcher.app().nextCode(observer));
        button(observer, "Confirm").click();
        shows(observer, "as observer; Ctrl-C leaves");

        Page more = open(watcher);
        more.navigate(base + "terminal/" + Cluster.NODE + "?join=" + session + "&mode=peer");
        assertThat(more.getByText("your roles allow only to be its observer")).isVisible();
        Page refused = open(stranger);
        refused.navigate(base + "terminal/" + Cluster.NODE + "?join=" + session + "&mode=observer");
        assertThat(refused.getByText("You are not in the session")).isVisible();
        assertThat(refused.getByText("there is no live session")).isVisible();
        Screenshots.shoot(refused, "join-refused");
        assertThat(Accessibility.barriers(refused, "join-refused")).isEmpty();
        for (String user : List.of(WATCHER, STRANGER)) {
            assertThat(cluster.awaitAudit("--event=session.terminal.refused", "--user=" + user, "--text=" + session))
                    .isNotEmpty();
        }
        refused.navigate(base + "sessions");
        assertThat(refused.getByText("No active sessions")).isVisible();
        end();
        assertThat(observer.getByText("You are out of the session")).isVisible();
    }
}
