package org.sallyport.tests.sso;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.tests.sso.SsoSteps.assertEnds;
import static org.sallyport.tests.sso.SsoSteps.assertRefused;
import static org.sallyport.tests.sso.SsoSteps.awaitInLog;
import static org.sallyport.tests.sso.SsoSteps.base;
import static org.sallyport.tests.sso.SsoSteps.keycloak;
import static org.sallyport.tests.sso.SsoSteps.named;
import static org.sallyport.tests.sso.SsoSteps.patient;
import static org.sallyport.tests.sso.SsoSteps.signIn;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;

/** Keycloak, Chromium and the CLI: sign-in at the console, login by browser, by code, and what is refused. */
@ExtendWith(SsoWorld.Extension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OidcE2E {
    private static final String CODE = "[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}";

    private static ClientBrowser browser;
    private static Path work;

    @BeforeAll
    static void start(SsoWorld world) {
        browser = ClientBrowser.start(world.cluster());
        work = world.cluster().directory().resolve("cli");
        // what the system opens links with: writes the link down for the browser of this test
        Programs.write(work.resolve("bin/xdg-open"), "#!/bin/sh\necho \"$1\" > " + work.resolve("opened") + "\n");
        assertThat(work.resolve("bin/xdg-open").toFile().setExecutable(true)).isTrue();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    @Order(1)
    void signsInAtTheConsoleWithTheGroupsOfKeycloak(SsoWorld world) {
        Page page = signIn(browser, world, "corp", "kay");
        assertThat(page.getByRole(AriaRole.HEADING, named("Nodes"))).isVisible(patient());
        assertThat(page.getByText(Cluster.NODE, new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        ClientBrowser.shoot(page, "signed-in");

        JsonNode users = world.cluster().admin().json("admin", "sso", "users");
        assertThat(users.findValuesAsText("user")).contains("kay");
        assertThat(users.get(0).get("roles").toString()).contains("access", "auditor");
        JsonNode login =
                world.cluster().awaitAudit("--event=user.login", "--user=kay").get(0);
        assertThat(login.get("fields").get("connector").asText()).isEqualTo("corp");
        // not a local user: there is no document of that name
        assertThat(world.cluster().admin().cli("admin", "get", "user/kay").run().exitCode())
                .isEqualTo(5);
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        assertThat(world.cluster().admin().json("admin", "sso", "users").findValuesAsText("user"))
                .doesNotContain("kay");
        page.context().close();
    }

    @Test
    @Order(2)
    void programIsLoggedInByTheBrowserOnThisMachine(SsoWorld world) throws Exception {
        Path home = work.resolve("loopback");
        Process cli = cli(world, home, "--connector=corp").start(work.resolve("loopback.log"));
        Page page = browser.page();
        page.navigate(awaitLink());
        keycloak(page, "kay");
        assertThat(page.getByText("It will act as kay.")).isVisible(patient());
        ClientBrowser.shoot(page, "approve");
        page.getByRole(AriaRole.BUTTON, named("Log it in")).click();
        assertThat(page.getByText("Done. You can close this window")).isVisible(patient());
        assertEnds(cli, 0, work.resolve("loopback.log"));

        Command.Result session = world.cluster()
                .network()
                .client()
                .command("ssh-keygen", "-L", "-f", certificate(home).toString())
                .run()
                .succeeded();
        assertThat(session.out()).contains("Key ID: \"kay\"", "roles@sallyport.org", "traits@sallyport.org");
        assertThat(run(world, home, "ls").succeeded().out()).contains(Cluster.NODE);
        JsonNode login =
                world.cluster().awaitAudit("--event=user.login", "--user=kay").get(0);
        assertThat(login.get("fields").get("method").asText()).isEqualTo("loopback");
        run(world, home, "logout").succeeded();
        page.context().close();
    }

    @Test
    @Order(3)
    void programOnAMachineWithoutABrowserIsLoggedInByItsCode(SsoWorld world) throws Exception {
        Path home = work.resolve("device");
        Path log = work.resolve("device.log");
        Process cli = cli(world, home, "--headless").start(log);
        String code = awaitInLog(log, CODE);
        Page page = browser.page();
        page.navigate(base(world) + "#/device");
        page.getByRole(AriaRole.LINK, named("Sign in with Keycloak corp")).click();
        keycloak(page, "kay");
        page.locator("#user-code").fill(code.toLowerCase(java.util.Locale.ROOT));
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
        assertThat(page.getByText("Asked from")).isVisible(patient());
        ClientBrowser.shoot(page, "device");
        page.getByRole(AriaRole.BUTTON, named("Log it in")).click();
        assertThat(page.getByText("The program is logged in")).isVisible();
        assertEnds(cli, 0, log);
        assertThat(run(world, home, "status").succeeded().out()).contains("kay");
        run(world, home, "logout").succeeded();
        page.context().close();
    }

    @Test
    @Order(3)
    void programOnAnotherMachineIsApprovedFromACommandLine(SsoWorld world) throws Exception {
        Path home = work.resolve("approved");
        Path log = work.resolve("approved.log");
        Process cli = cli(world, home, "--headless").start(log);
        String code = awaitInLog(log, CODE);
        Command.Result unasked = world.cluster().admin().cli("approve", code).run();
        assertThat(unasked.exitCode()).as(unasked.toString()).isEqualTo(2);
        assertThat(unasked.all()).contains("asks to act as admin", "SHA256:", "give --yes or --deny");
        assertThat(world.cluster()
                        .admin()
                        .cli("approve", code, "--yes")
                        .run()
                        .succeeded()
                        .out())
                .contains("The program is logged in.");
        assertEnds(cli, 0, log);
        assertThat(run(world, home, "status").succeeded().out()).contains("admin");
        Command.Result again =
                world.cluster().admin().cli("approve", code, "--yes").run();
        assertThat(again.stderr()).contains("there is no request with this code");
        run(world, home, "logout").succeeded();

        Process denied = cli(world, work.resolve("denied"), "--headless").start(work.resolve("denied.log"));
        String second = awaitInLog(work.resolve("denied.log"), CODE);
        world.cluster().admin().cli("approve", second, "--deny").run().succeeded();
        assertEnds(denied, 4, work.resolve("denied.log"));
    }

    @Test
    @Order(4)
    void refusalInTheBrowserReachesTheProgram(SsoWorld world) throws Exception {
        Path log = work.resolve("refused.log");
        Process cli = cli(world, work.resolve("refused"), "--connector=corp").start(log);
        Page page = browser.page();
        page.navigate(awaitLink());
        keycloak(page, "kay");
        page.getByRole(AriaRole.BUTTON, named("Refuse")).click();
        assertThat(page.getByText("The login was refused.")).isVisible(patient());
        assertEnds(cli, 4, log);
        world.cluster().awaitAudit("--event=login.denied", "--user=kay");
        page.context().close();
    }

    @Test
    @Order(5)
    void whoIsInNoMappedGroupIsToldSo(SsoWorld world) {
        assertRefused(browser, world, "corp", "una", "no entry of its attributes_to_roles fits");
    }

    @Test
    @Order(6)
    void nameOfALocalUserIsRefused(SsoWorld world) {
        assertRefused(browser, world, "corp", "admin", "there is a local user 'admin' already");
    }

    @Test
    @Order(7)
    void tokenForAnotherAudienceIsRefused(SsoWorld world) {
        assertRefused(browser, world, "other-audience", "kay", "it is for another audience");
    }

    @Test
    @Order(8)
    void disabledAccountDoesNotComeBackFromKeycloak(SsoWorld world) {
        Page page = signIn(browser, world, "corp", "dis");
        assertThat(page.getByText("Account is disabled")).isVisible(patient());
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_session"));
        page.context().close();
    }

    @Test
    @Order(9)
    void testerShowsWhatALoginWouldYield(SsoWorld world) throws Exception {
        Path log = work.resolve("test.log");
        Process cli =
                world.cluster().admin().cli("admin", "sso", "test", "corp").start(log);
        Page page = browser.page();
        page.navigate(awaitInLog(log, "https://\\S+/begin\\?test=\\S+"));
        keycloak(page, "kay");
        assertThat(page.getByText("The test is done")).isVisible(patient());
        assertEnds(cli, 0, log);
        assertThat(Programs.read(log)).contains("ALLOWED", "User:       kay", "groups: ", "access, auditor");
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_session"));
        page.context().close();
    }

    @Test
    @Order(20)
    void tokensOfAProviderWhoseClockIsWrongAreRefused(SsoWorld world) {
        try {
            world.keycloak().shiftClock("-20m", Duration.ofMinutes(-20));
            assertRefused(browser, world, "corp", "kay", "it has expired; compare the clocks");
            world.keycloak().shiftClock("+20m", Duration.ofMinutes(20));
            assertRefused(browser, world, "corp", "kay", "it was issued in the future; compare the clocks");
        } finally {
            world.keycloak().shiftClock("+0", Duration.ZERO);
        }
    }

    private static Command cli(SsoWorld world, Path home, String... options) {
        List<String> words = new ArrayList<>(List.of(
                Programs.bin("sallyport"),
                "login",
                "--proxy=" + world.cluster().server().publicAddress(),
                "--ca-pin=" + world.cluster().pin()));
        words.addAll(List.of(options));
        forgetLink();
        return world.cluster()
                .network()
                .client()
                .command(words)
                .with("SALLYPORT_HOME", home.toString())
                .with("DISPLAY", ":99")
                .with("PATH", work.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private static Command.Result run(SsoWorld world, Path home, String... words) {
        List<String> all = new ArrayList<>(List.of(Programs.bin("sallyport")));
        all.addAll(List.of(words));
        return world.cluster()
                .network()
                .client()
                .command(all)
                .with("SALLYPORT_HOME", home.toString())
                .run();
    }

    private static Path certificate(Path home) throws java.io.IOException {
        try (var files = Files.walk(home)) {
            return files.filter(file -> file.endsWith("id_ed25519-cert.pub"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void forgetLink() {
        try {
            Files.deleteIfExists(work.resolve("opened"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String awaitLink() {
        Path opened = work.resolve("opened");
        Await.until(
                "the CLI opens a browser",
                Duration.ofSeconds(60),
                () -> Files.exists(opened) && Programs.read(opened).contains("\n"),
                () -> "nothing was opened");
        return Programs.read(opened).trim();
    }
}
