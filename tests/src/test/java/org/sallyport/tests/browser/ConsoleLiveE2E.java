package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;

/** What others do shows up in the page that is open: nobody loads it anew, and no clock does. */
@ExtendWith(ClusterExtension.class)
class ConsoleLiveE2E {
    private static final String USER = "console-live";
    private static final double SOON_MILLIS = 60_000;
    /** Takes away the clock by which lists are read where there are no events. */
    private static final String NO_TICKS =
            "const given = window.setInterval; window.setInterval = (work, every, ...more)"
                    + " => every === 5000 ? 0 : given(work, every, ...more);";

    private static Chromium chromium;
    private static String base;
    private static String signedIn;

    private final List<String> streams = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        chromium = Chromium.start(cluster);
        String invite = cluster.invite(USER, "access,auditor,editor", "root");
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        signedIn = ConsolePerson.signedIn(chromium.browser(), invite, USER).state();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setStorageState(signedIn));
        page = context.newPage();
        // what is read again is read because the server said so
        page.addInitScript(NO_TICKS);
        page.onRequest(request -> {
            if (request.url().endsWith("/api/v1/changes")) {
                streams.add(request.url());
            }
        });
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void whatOthersMakeAndRemoveAppearsInTheOpenListsByOneStream(Cluster cluster) {
        visit("users");
        cluster.invite("live-newcomer", "access", "root");
        awaitRow("Users", "live-newcomer", 1);

        follow("Join tokens");
        cluster.token("live-token");
        awaitRow("Join tokens", "live-token", 1);

        follow("Locks");
        cluster.admin()
                .cli("admin", "locks", "add", "live-lock", "--user=live-newcomer")
                .run()
                .succeeded();
        awaitRow("Locks", "live-newcomer", 1);
        cluster.admin().cli("admin", "locks", "rm", "live-lock").run().succeeded();
        awaitRow("Locks", "live-newcomer", 0);
        assertThat(streams).as("one stream for all pages").hasSize(1);
    }

    @Test
    void nodeTurnsOnAndOffByItself(Cluster cluster) {
        visit("nodes");
        try (AgentProcess agent = cluster.newAgent("live-node")) {
            agent.configure(
                            cluster.server().publicAddress(),
                            cluster.pin(),
                            cluster.token(),
                            "ssh_service:\n  enabled: true\n")
                    .start();
            cluster.awaitOnline("live-node");
            Locator row = rows("Nodes").filter(new Locator.FilterOptions().setHasText("live-node"));
            assertThat(row).containsText("online", soonText());
            agent.kill();
            assertThat(row).containsText("offline", soonText());
        }
    }

    private void visit(String address) {
        page.navigate(base + address);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible(soon());
        assertThat(page.getByRole(AriaRole.PROGRESSBAR))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON_MILLIS));
    }

    /** By the menu, within the page that is loaded. */
    private void follow(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(name).setLevel(1)))
                .isVisible(soon());
    }

    private void awaitRow(String table, String text, int count) {
        assertThat(rows(table).filter(new Locator.FilterOptions().setHasText(text)))
                .hasCount(count, new LocatorAssertions.HasCountOptions().setTimeout(SOON_MILLIS));
    }

    private Locator rows(String table) {
        return page.getByRole(
                        AriaRole.GRID,
                        new Page.GetByRoleOptions().setName(table).setExact(true))
                .locator("tbody tr");
    }

    private static LocatorAssertions.IsVisibleOptions soon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(SOON_MILLIS);
    }

    private static LocatorAssertions.ContainsTextOptions soonText() {
        return new LocatorAssertions.ContainsTextOptions()
                .setTimeout(SOON_MILLIS)
                .setIgnoreCase(true);
    }
}
