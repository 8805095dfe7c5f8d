package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.sallyport.tests.cluster.UserSession;

/** Every page of the console on a real server: what people do there, how it looks, and that everybody can use it. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsolePagesE2E {
    private static final String USER = "console-pages";
    private static final String ACCOUNT = "sptpages";
    /** By address: each with the screenshot's name. */
    private static final List<String> PAGES = List.of(
            "nodes",
            "sessions",
            "recordings",
            "audit",
            "users",
            "roles",
            "roles/editor",
            "tokens",
            "locks",
            "access",
            "authorities",
            "sso",
            "settings",
            "about",
            "account");

    private static Chromium chromium;
    private static OsAccount account;
    private static String base;
    private static String signedIn;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        account = OsAccount.create(ACCOUNT);
        UserSession runner = cluster.newUser("console-runner", "access", ACCOUNT);
        runner.login().succeeded();
        runner.ssh(ACCOUNT + "@" + Cluster.NODE + "." + Cluster.NAME, "echo recorded-for-the-console")
                .run()
                .succeeded();
        cluster.awaitAudit("--event=recording.completed", "--user=console-runner");
        chromium = Chromium.start(cluster);
        signIn(cluster);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        account.close();
    }

    private static void signIn(Cluster cluster) {
        String invite = cluster.invite(USER, "access,auditor,editor", "root");
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        signedIn = ConsolePerson.signedIn(chromium.browser(), invite, USER).state();
    }

    private static BrowserContext newContext(String state) {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1280, 900)
                        .setColorScheme(ColorScheme.LIGHT)
                        // what moves is caught half-way by a picture
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setStorageState(state));
    }

    @BeforeEach
    void open() {
        context = newContext(signedIn);
        page = context.newPage();
        // a violation of the content security policy shows up here, too
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type()) && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(base.replace("/ui/", "/"))
                    && !request.url().startsWith("data:")) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(1)
    void everyPageHasAnAddressAndIsUsableByEverybody() {
        List<String> barriers = new ArrayList<>();
        for (String each : PAGES) {
            visit(each);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                String name =
                        "page-" + each.replace('/', '-') + "-" + scheme.name().toLowerCase(Locale.ROOT);
                shoot(name);
                barriers.addAll(barriers(name));
            }
            page.setViewportSize(360, 740);
            assertThat(page.locator("#page-sidebar")).hasAttribute("aria-hidden", "true");
            String narrow = "page-" + each.replace('/', '-') + "-narrow";
            shoot(narrow);
            barriers.addAll(barriers(narrow));
            if ((Integer) page.evaluate("document.documentElement.scrollWidth") > 360) {
                barriers.add(each + " is wider than a narrow screen");
            }
            page.setViewportSize(1280, 900);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        }
        assertThat(barriers).isEmpty();
    }

    @Test
    @Order(2)
    void recordingIsPlayedReadAndVerified() {
        visit("recordings");
        Locator row = rows("Recordings").filter(new Locator.FilterOptions().setHasText("recorded-for-the-console"));
        row.first().getByRole(AriaRole.LINK).click();
        Locator screen =
                page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Screen of the recorded session"));
        page.getByRole(AriaRole.BUTTON, named("Play")).click();
        assertThat(screen).containsText("recorded-for-the-console");
        shoot("recording-played");
        assertThat(barriers("recording-played")).isEmpty();
        page.reload();
        page.getByRole(AriaRole.TAB, named("Text")).click();
        assertThat(page.locator("pre")).containsText("recorded-for-the-console");
        page.getByRole(AriaRole.TAB, named("Details")).click();
        page.getByRole(AriaRole.BUTTON, named("Verify")).click();
        assertThat(page.getByText("The recording is sound")).isVisible();
        shoot("recording-verified");
    }

    @Test
    @Order(3)
    void eventIsProvenToBeInTheLog() {
        visit("audit?event=user.login");
        rows("Audit events").first().getByRole(AriaRole.BUTTON).click();
        page.getByRole(AriaRole.BUTTON, named("Prove that it is in the log")).click();
        assertThat(page.getByText("the proof leads to the signed head")).isVisible();
        assertThat(page.getByText("checked the head’s signature")).isVisible();
        shoot("audit-proof");
        assertThat(barriers("audit-proof")).isEmpty();
    }

    @Test
    @Order(4)
    void userIsInvitedAndLocked() {
        visit("users");
        page.getByRole(AriaRole.BUTTON, named("Invite a user")).click();
        page.getByLabel("Name").fill("pages-invited");
        shoot("user-invite");
        assertThat(barriers("user-invite")).isEmpty();
        page.getByRole(AriaRole.BUTTON, named("Make the user")).click();
        assertThat(page.getByText("Invite link of pages-invited")).isVisible();
        shoot("user-invited");
        visit("locks?user=pages-invited");
        page.getByRole(AriaRole.BUTTON, named("Lock").setExact(true)).click();
        Locator lock = rows("Locks").filter(new Locator.FilterOptions().setHasText("pages-invited"));
        assertThat(lock).hasCount(1);
        lock.getByRole(AriaRole.BUTTON).click();
        page.getByRole(AriaRole.BUTTON, named("Remove the lock")).click();
        assertThat(lock).hasCount(0);
    }

    @Test
    @Order(5)
    void serverIsAddedByOneLine() {
        visit("nodes");
        page.getByRole(AriaRole.BUTTON, named("Add a server")).click();
        page.getByLabel("Name of the server").fill("pages-new");
        page.getByRole(AriaRole.BUTTON, named("Make the line")).click();
        assertThat(page.getByText("Waiting for pages-new")).isVisible();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("sallyport-agent configure --proxy");
        shoot("node-add");
        assertThat(barriers("node-add")).isEmpty();
        page.getByRole(AriaRole.BUTTON, named("Close")).last().click();
        rows("Nodes")
                .first()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Connect"))
                .click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("sallyport ssh root@");
        shoot("node-connect");
    }

    @Test
    @Order(6)
    void accessIsExplained() {
        visit("access");
        page.locator("#ask-action").fill("login:root");
        page.locator("#ask-resource").fill("node/" + Cluster.NODE);
        page.getByRole(AriaRole.BUTTON, named("Ask")).click();
        assertThat(page.getByText(USER + " may: login:root on node/" + Cluster.NODE))
                .isVisible();
        shoot("access-explained");
        assertThat(barriers("access-explained")).isEmpty();
    }

    @Test
    @Order(7)
    void everythingIsReachedByKeyboard() {
        visit("tokens");
        assertThat(page.getByRole(AriaRole.BUTTON, named("New token"))).isVisible();
        page.keyboard().press("Tab");
        assertThat(page.getByRole(AriaRole.LINK, named("Skip to content"))).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.getByRole(AriaRole.BUTTON, named("New token"))).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(page.getByRole(AriaRole.BUTTON, named("New token"))).isFocused();
    }

    private void visit(String address) {
        page.navigate(base + address);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasCount(0);
    }

    private Locator rows(String table) {
        return page.getByRole(AriaRole.GRID, named(table).setExact(true)).locator("tbody tr");
    }

    private List<String> barriers(String name) {
        return Accessibility.barriers(page, name);
    }

    private void shoot(String name) {
        Screenshots.shoot(page, name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
