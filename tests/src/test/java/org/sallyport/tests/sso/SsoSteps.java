package org.sallyport.tests.sso;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Programs;

/** What people do at the console, at Keycloak's page and at the CLI, whatever the protocol behind it. */
final class SsoSteps {
    private static final double SLOW = 60_000;

    private SsoSteps() {}

    static void assertRefused(ClientBrowser browser, SsoWorld world, String connector, String user, String why) {
        assertRefused(world, signIn(browser, world, connector, user), connector, why);
    }

    /** Back from Keycloak. */
    static void assertRefused(SsoWorld world, Page page, String connector, String why) {
        // the console tells cause and remedy apart
        for (String part : why.split("; ")) {
            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText(part, new LocatorAssertions.ContainsTextOptions().setTimeout(SLOW));
        }
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_session"));
        ClientBrowser.shoot(page, "refused-" + connector);
        JsonNode newest = world.failures().get(0);
        assertThat(newest.get("message").asText()).contains(why);
        assertThat(newest.get("fields").get("connector").asText()).isEqualTo(connector);
        page.context().close();
    }

    /** At the console, by the button of the connector. */
    static Page signIn(ClientBrowser browser, SsoWorld world, String connector, String user) {
        Page page = browser.page();
        page.navigate(base(world));
        page.getByRole(AriaRole.LINK, named("Sign in with Keycloak " + connector))
                .click();
        keycloak(page, user);
        return page;
    }

    static void keycloak(Page page, String user) {
        page.locator("#username").fill(user);
        page.locator("#password").fill(SsoWorld.PASSWORD);
        page.locator("#kc-login").click();
    }

    static String awaitInLog(Path log, String pattern) {
        java.util.regex.Pattern wanted = java.util.regex.Pattern.compile(pattern);
        Await.until(
                "the CLI says " + pattern,
                Duration.ofSeconds(60),
                () -> Files.exists(log) && wanted.matcher(Programs.read(log)).find(),
                () -> Programs.tail(log, 30));
        java.util.regex.Matcher found = wanted.matcher(Programs.read(log));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    static void assertEnds(Process process, int exitCode, Path log) {
        Await.until("the CLI ends", Duration.ofSeconds(60), () -> !process.isAlive(), () -> Programs.tail(log, 30));
        assertThat(process.exitValue()).as(Programs.read(log)).isEqualTo(exitCode);
    }

    static String base(SsoWorld world) {
        return "https://" + world.cluster().server().publicAddress() + "/";
    }

    static LocatorAssertions.IsVisibleOptions patient() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(SLOW);
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
