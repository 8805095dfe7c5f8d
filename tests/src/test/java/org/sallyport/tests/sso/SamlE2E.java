package org.sallyport.tests.sso;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.tests.sso.SsoSteps.assertEnds;
import static org.sallyport.tests.sso.SsoSteps.awaitInLog;
import static org.sallyport.tests.sso.SsoSteps.base;
import static org.sallyport.tests.sso.SsoSteps.keycloak;
import static org.sallyport.tests.sso.SsoSteps.named;
import static org.sallyport.tests.sso.SsoSteps.patient;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;

/** Keycloak as a SAML provider, and Chromium: sign-in at the console, what is refused, the tester. */
@ExtendWith(SsoWorld.Extension.class)
final class SamlE2E {
    private static ClientBrowser browser;

    @BeforeAll
    static void start(SsoWorld world) {
        browser = ClientBrowser.start(world.cluster());
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    void signsInAtTheConsoleWithTheGroupsOfKeycloak(SsoWorld world) {
        Page page = leave(world);
        assertThat(page.context().cookies()).anySatisfy(cookie -> {
            assertThat(cookie.name).isEqualTo("sallyport_saml");
            assertThat(cookie.path).isEqualTo("/api/v1/sso/corp-saml/acs");
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.NONE);
            assertThat(cookie.httpOnly).isTrue();
        });
        keycloak(page, "sam");
        assertThat(page.getByRole(AriaRole.HEADING, named("Nodes"))).isVisible(patient());
        assertThat(page.getByText(Cluster.NODE, new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        ClientBrowser.shoot(page, "saml-signed-in");
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_saml"));

        JsonNode login =
                world.cluster().awaitAudit("--event=user.login", "--user=sam").get(0);
        assertThat(login.get("fields").get("connector").asText()).isEqualTo(SamlClient.CONNECTOR);
        assertThat(login.get("fields").get("protocol").asText()).isEqualTo("saml");
        assertThat(login.get("fields").get("roles").asText()).isEqualTo("access,auditor");
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        page.context().close();
    }

    @Test
    void whoIsInNoMappedGroupIsToldSo(SsoWorld world) {
        assertRefused(world, "una", "no entry of its attributes_to_roles fits");
    }

    @Test
    void nameOfALocalUserIsRefused(SsoWorld world) {
        assertRefused(world, "admin", "there is a local user 'admin' already");
    }

    @Test
    void assertionsOfAProviderWhoseClockIsWrongAreRefused(SsoWorld world) {
        try {
            world.keycloak().shiftClock("-20m", Duration.ofMinutes(-20));
            assertRefused(world, "sam", "it has expired; compare the clocks");
            world.keycloak().shiftClock("+20m", Duration.ofMinutes(20));
            assertRefused(world, "sam", "it was issued in the future; compare the clocks");
        } finally {
            world.keycloak().shiftClock("+0", Duration.ZERO);
        }
    }

    @Test
    void disabledAccountDoesNotComeBackFromKeycloak(SsoWorld world) {
        Page page = leave(world);
        keycloak(page, "dis");
        assertThat(page.getByText("Account is disabled")).isVisible(patient());
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_session"));
        page.context().close();
    }

    @Test
    void testerShowsWhatALoginWouldYield(SsoWorld world) throws Exception {
        Path log = world.cluster().directory().resolve("saml-test.log");
        Process cli = world.cluster()
                .admin()
                .cli("admin", "sso", "test", SamlClient.CONNECTOR)
                .start(log);
        Page page = browser.page();
        page.navigate(awaitInLog(log, "https://\\S+/begin\\?test=\\S+"));
        keycloak(page, "sam");
        assertThat(page.getByText("The test is done")).isVisible(patient());
        assertEnds(cli, 0, log);
        assertThat(Programs.read(log)).contains("ALLOWED", "User:       sam", "groups: ", "access, auditor");
        assertThat(page.context().cookies()).noneMatch(cookie -> cookie.name.equals("sallyport_session"));
        page.context().close();
    }

    @Test
    void formOfAStrangerIsRefusedAndAudited(SsoWorld world) {
        Command.Result answer = curl(world, "-d", "SAMLResponse=PGEvPg==&RelayState=x", "/acs");

        assertThat(answer.out()).contains(" 303", "/#/refused").doesNotContain("sallyport_session");
        JsonNode newest = world.failures().get(0);
        assertThat(newest.get("message").asText()).contains("this browser has no login under way");
        assertThat(newest.get("fields").get("connector").asText()).isEqualTo(SamlClient.CONNECTOR);
    }

    @Test
    void metadataCanBeRegisteredAtAProvider(SsoWorld world) {
        String address = base(world) + "api/v1/sso/" + SamlClient.CONNECTOR;
        String metadata = curl(world, "-s", "-k", "/metadata").out();

        assertThat(metadata)
                .contains(
                        "application/samlmetadata+xml",
                        "entityID=\"" + address + "/metadata\"",
                        "Location=\"" + address + "/acs\"");
    }

    private static void assertRefused(SsoWorld world, String user, String why) {
        Page page = leave(world);
        keycloak(page, user);
        SsoSteps.assertRefused(world, page, SamlClient.CONNECTOR, why);
    }

    private static Page leave(SsoWorld world) {
        Page page = browser.page();
        page.navigate(base(world));
        page.getByRole(AriaRole.LINK, named("Sign in with Staff by SAML")).click();
        page.locator("#username").waitFor();
        return page;
    }

    private static Command.Result curl(SsoWorld world, String option, String value, String call) {
        String url = base(world) + "api/v1/sso/" + SamlClient.CONNECTOR + call;
        return world.cluster()
                .network()
                .client()
                .command("curl", "-sk", "--max-time", "20", "-D", "-", option, value, url)
                .run()
                .succeeded();
    }
}
