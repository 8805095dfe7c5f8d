package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Programs;

/**
 * What docs/first-steps.md tells a newcomer: from the invite link to a server of his own, a terminal there, its recording
 * and its event. How long the product takes for each step is written to {@code target/first-steps.md}.
 */
@ExtendWith(ClusterExtension.class)
class FirstStepsE2E {
    private static final String NEWCOMER = "newcomer";
    private static final String SERVER = "first-server";
    /** A start of an agent, on a machine that does more than this. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static PasskeyBrowser browser;
    private static Process agent;

    private final Page page = browser.page();
    private final StringBuilder times = new StringBuilder("| Step | s |\n|---|---|\n");
    private final long begun = System.nanoTime();
    private long before = begun;
    private int pictures;

    @BeforeAll
    static void start(Cluster cluster) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        browser = PasskeyBrowser.open(cluster);
    }

    @AfterAll
    static void stop() {
        PlaywrightAssertions.setDefaultAssertionTimeout(5_000);
        if (agent != null) {
            agent.descendants().forEach(ProcessHandle::destroy);
            agent.destroy();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void newcomerGetsFromTheInviteToTheEventOfHisSession(Cluster cluster) {
        acceptInvite(cluster.invite(NEWCOMER, "access,auditor,editor", "root"));
        addServer(cluster);
        useTerminal();
        seeRecording();
        findEvent();
        times.append("| together | %.1f |%n".formatted(seconds(begun)));
        Programs.write(Path.of("target", "first-steps.md"), times.toString());
    }

    private void acceptInvite(String link) {
        page.navigate(link);
        String password = UUID.randomUUID().toString();
        page.locator("#new-password").fill(password);
        page.locator("#repeated").fill(password);
        shoot();
        button("Make the passkey and set up the account").click();
        assertThat(page.getByText("Your account is ready")).isVisible();
        took("password and passkey");
        shoot();
        button("Use a passkey, without a password").click();
        assertThat(button("Sign out")).isVisible();
        took("sign in");
    }

    private void addServer(Cluster cluster) {
        button("Add a server").first().click();
        page.getByLabel("Name of the server").fill(SERVER);
        button("Make the line").click();
        assertThat(page.getByText("Waiting for " + SERVER)).isVisible();
        shoot();
        String shown = page.locator(".sp-copyable").textContent();
        String line = shown.substring(
                shown.indexOf("sallyport-agent configure"),
                shown.lastIndexOf("/etc/sallyport.yaml") + "/etc/sallyport.yaml".length());
        Path at = cluster.directory().resolve(SERVER);
        agent = cluster.network()
                .agent()
                .shell(line.replace(PasskeyBrowser.HOST, cluster.server().publicAddress())
                        .replace("sallyport-agent configure", "sallyport-agent configure --data-dir " + at + "/data")
                        .replace("/etc/sallyport.yaml", at + "/sallyport.yaml")
                        .replace("sallyport-agent ", Programs.bin("sallyport-agent") + " "))
                .start(log(at));
        assertThat(page.getByText(SERVER + " is online.")).isVisible();
        shoot();
        took("the server's agent joins");
        button("Close").last().click();
    }

    private void useTerminal() {
        page.getByRole(AriaRole.GRID, named("Nodes"))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(SERVER))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Connect"))
                .click();
        page.getByRole(AriaRole.LINK, named("Open terminal as root")).click();
        assertThat(page.locator(".xterm-helper-textarea")).isFocused();
        page.keyboard().type("echo first $((1 + 1)) steps\n");
        assertThat(page.locator(".xterm-rows")).containsText("first 2 steps");
        shoot();
        page.keyboard().type("exit\n");
        assertThat(page.getByText("The session ended with status 0.")).isVisible();
        took("a terminal there");
    }

    private void seeRecording() {
        page.getByRole(AriaRole.LINK, named("Recordings")).click();
        Locator row = page.getByRole(AriaRole.GRID, named("Recordings"))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(SERVER));
        assertThat(row.first()).isVisible();
        row.first().getByRole(AriaRole.LINK).click();
        button("Play").click();
        assertThat(page.getByRole(AriaRole.REGION, named("Screen of the recorded session")))
                .containsText("first 2 steps");
        shoot();
        took("its recording");
    }

    private void findEvent() {
        page.getByRole(AriaRole.LINK, named("Audit log")).click();
        page.getByLabel("User").fill(NEWCOMER);
        page.getByRole(AriaRole.COMBOBOX, named("Event")).fill("session.start");
        button("Apply").click();
        Locator row = page.getByRole(AriaRole.GRID, named("Audit events"))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText("session.start"));
        assertThat(row.first()).isVisible();
        row.first().getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator("body")).containsText(SERVER);
        shoot();
        took("its event");
    }

    private void took(String step) {
        times.append("| %s | %.1f |%n".formatted(step, seconds(before)));
        before = System.nanoTime();
    }

    private static double seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
    }

    private static Path log(Path directory) {
        Path log = directory.resolve("agent.log");
        Programs.write(log, "");
        return log;
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private void shoot() {
        pictures++;
        Screenshots.shoot(page, "first-steps-" + pictures);
    }
}
