package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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

/** The console in Chromium, on the client's host; screenshots go to {@code target/screenshots}. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleE2E {
    private static final String PASSWORD = UUID.randomUUID().toString();

    private static Chromium chromium;
    private static String invite;
    private static String base;
    private static AuthenticatorApp app;
    private static String user;
    /** Of the one sign-in that the tests share: each costs a one-time code, that is up to half a minute. */
    private static String signedIn;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        invite = cluster.invite("console-user", "access,auditor", "root");
        base = invite.substring(0, invite.indexOf('#'));
        chromium = Chromium.start(cluster);
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1280, 800)
                        .setColorScheme(ColorScheme.LIGHT)
                        .setStorageState(signedIn));
        page = context.newPage();
        // a violation of the content security policy shows up here, too
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type()) && !message.text().contains("status of 401")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(1)
    void inviteSetsUpTheAccount() {
        page.navigate(invite);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText("Welcome");
        assertThat(page.getByRole(AriaRole.IMG, named("QR code for your authenticator app")))
                .isVisible();
        app = AuthenticatorApp.of(page.locator("#totp-uri").getAttribute("href"));
        user = page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .textContent()
                .replace("Welcome, ", "");
        shoot("invite");
        page.locator("#new-password").fill(PASSWORD);
        page.locator("#repeated").fill(PASSWORD);
        page.locator("#code").fill(app.nextCode(page));
        page.getByRole(AriaRole.BUTTON, named("Set up the account")).click();
        assertThat(page.getByText("Your account is ready")).isVisible();
        assertThat(page.locator("#user")).hasValue(user);
        assertThat(page.url()).doesNotContain("invite");
        shoot("sign-in");
    }

    @Test
    @Order(2)
    void anInviteIsGoodOnce() {
        page.navigate(invite);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("it was used, replaced or has expired");
        shoot("invite-spent");
        assertThat(page.locator("#new-password")).isHidden();
    }

    @Test
    @Order(3)
    void wrongPasswordIsToldInWords() {
        page.navigate(base);
        signIn("not the password");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("You are not signed in");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("user, password or second factor is wrong");
        shoot("sign-in-refused");
    }

    @Test
    @Order(4)
    void nodesAreListedWithTheirLabelsAndWhetherTheyLive(Cluster cluster) {
        page.navigate(base);
        signIn(PASSWORD);
        Locator row = page.getByRole(AriaRole.GRID, named("Nodes"))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(Cluster.NODE));
        assertThat(row).containsText("env");
        assertThat(row).containsText("Online");
        shoot("nodes-online");
        signedIn = context.storageState();
    }

    @Test
    @Order(5)
    void auditLogShowsWhatHappensWhileItIsOpen() {
        page.navigate(base + "#/audit");
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        Locator rows = page.getByRole(AriaRole.GRID, named("Audit events")).locator("tbody tr");
        assertThat(rows.first()).isVisible();
        shoot("audit");

        page.locator("#filter-event").fill("user.login.failed");
        page.locator("#filter-event").press("Enter");
        assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        Locator first = rows.first();
        assertThat(first).containsText("user.login.failed");
        String stranger = "stranger-" + Long.toHexString(System.nanoTime());
        page.evaluate(
                "user => fetch('/api/v1/login', {method: 'POST', headers: {'Content-Type': 'application/json'},"
                        + " body: JSON.stringify({user, password: 'x', totp: '000000'})})",
                stranger);
        assertThat(first).containsText(stranger);

        first.getByRole(AriaRole.BUTTON).press("Enter");
        Locator heading =
                page.getByRole(AriaRole.MAIN).getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setLevel(2));
        assertThat(heading).hasText("user.login.failed");
        shoot("audit-details");
        page.keyboard().press("Escape");
        assertThat(heading).isHidden();
        assertThat(first.getByRole(AriaRole.BUTTON)).isFocused();
    }

    @Test
    @Order(6)
    void everyPageFitsANarrowScreenAndADarkRoom() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(360, 740);
        List<Cookie> cookies = context.cookies();
        context.clearCookies();
        page.navigate(base);
        assertThat(page.locator("html")).hasClass(Pattern.compile("pf-v6-theme-dark"));
        assertThat(page.locator("#user")).isVisible();
        assertFits("narrow-sign-in");
        context.addCookies(cookies);
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING, named("Nodes").setExact(true)))
                .isVisible();
        assertThat(page.getByText(Pattern.compile("\\d+ of \\d+\\+? online"))).isVisible();
        assertFits("narrow-nodes");
        page.getByRole(AriaRole.BUTTON, named("Navigation")).click();
        page.getByRole(AriaRole.LINK, named("Audit log")).click();
        assertThat(page.getByRole(AriaRole.GRID, named("Audit events"))).isVisible();
        assertFits("narrow-audit");
    }

    @Test
    @Order(7)
    void signingOutEndsTheSession() {
        page.navigate(base);
        assertThat(page.getByRole(AriaRole.HEADING, named("Nodes").setExact(true)))
                .isVisible();
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        assertThat(context.cookies()).isEmpty();
        page.reload();
        assertThat(page.locator("#user")).isVisible();
    }

    private void signIn(String password) {
        page.locator("#user").fill(user);
        page.locator("#password").fill(password);
        page.locator("#code").fill(app.nextCode(page));
        // connectors of other tests have buttons of their own: Sign in with ...
        page.getByRole(AriaRole.BUTTON, named("Sign in").setExact(true)).click();
    }

    private void assertFits(String name) {
        shoot(name);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
    }

    private void shoot(String name) {
        Screenshots.shoot(page, name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
