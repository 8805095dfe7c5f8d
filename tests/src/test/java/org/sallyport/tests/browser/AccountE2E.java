package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;

/** One's own password and login sessions, of somebody who is signed in with two browsers. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountE2E {
    private static final String USER = "account-user";
    private static final String NEW = "another staple altogether";

    private static Chromium chromium;
    private static ConsolePerson person;
    private static String base;
    private static Page here;
    private static Page there;

    @BeforeAll
    static void signInTwice(Cluster cluster) {
        chromium = Chromium.start(cluster);
        String invite = cluster.invite(USER, "access", "root");
        base = invite.substring(0, invite.indexOf('#'));
        person = ConsolePerson.signedIn(chromium.browser(), invite, USER);
        here = page(options().setStorageState(person.state()));
        there = page(options());
        there.navigate(base);
        signIn(there, person.password(), person.app().nextCode(there));
        assertThat(button(there, "Sign out")).isVisible();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    @Order(1)
    void changeOfThePasswordSignsOutEverywhereElse(Cluster cluster) {
        openAccount();
        assertThat(sessions()).hasCount(2);
        assertThat(sessions().getByText("this one")).hasCount(1);
        assertUsable("account-sessions");

        button(here, "Change password").click();
        Locator dialog = here.getByRole(AriaRole.DIALOG);
        here.locator("#old-password").fill(person.password());
        here.locator("#new-password").fill(NEW);
        here.locator("#repeated").fill(NEW);
        assertUsable("account-password");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Change password"))
                .click();
        here.locator("#confirm-code").fill(person.app().nextCode(here));
        button(here, "Confirm").click();
        assertThat(here.getByText("Your password was changed. 1 other sign-in ended."))
                .isVisible();
        assertThat(sessions()).hasCount(1);
        assertUsable("account-password-changed");
        assertThat(cluster.awaitAudit("--event=user.password.changed", "--user=" + USER))
                .isNotEmpty();
    }

    @Test
    @Order(2)
    void onlyTheNewPasswordSignsIn() {
        there.reload();
        // a code that came with a wrong password is not used up
        String code = person.app().nextCode(there);
        signIn(there, person.password(), code);
        assertThat(there.getByRole(AriaRole.ALERT)).containsText("password or second factor is wrong");
        signIn(there, NEW, code);
        assertThat(button(there, "Sign out")).isVisible();
    }

    @Test
    @Order(3)
    void oneSignInIsEndedFromTheOther(Cluster cluster) {
        openAccount();
        assertThat(sessions()).hasCount(2);
        here.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Sign out: from")))
                .click();
        assertThat(sessions()).hasCount(1);
        there.reload();
        assertThat(there.locator("#password")).isVisible();
        assertThat(cluster.awaitAudit("--event=user.session.ended", "--user=" + USER))
                .isNotEmpty();
    }

    private static Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setViewportSize(1280, 1100)
                // what moves is caught half-way by a picture
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    private static Page page(Browser.NewContextOptions options) {
        BrowserContext context = chromium.browser().newContext(options);
        return context.newPage();
    }

    private static void signIn(Page page, String password, String code) {
        page.locator("#user").fill(USER);
        page.locator("#password").fill(password);
        page.locator("#code").fill(code);
        button(page, "Sign in").click();
    }

    private static void openAccount() {
        here.navigate(base + "ui/account");
        assertThat(here.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Where you are signed in")))
                .isVisible();
    }

    private static Locator sessions() {
        return here.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Where you are signed in"))
                .locator("tbody tr");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void assertUsable(String name) {
        Screenshots.shoot(here, name);
        assertThat(Accessibility.barriers(here, name)).isEmpty();
    }
}
