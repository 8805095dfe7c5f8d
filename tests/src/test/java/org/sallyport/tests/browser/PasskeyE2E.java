package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
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

/** Security keys in Chromium, by its virtual authenticator. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PasskeyE2E {
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final String USER = "passkey-user";

    private static PasskeyBrowser browser;
    private static Page page;
    private static AuthenticatorApp app;
    private static String recoveryCode;

    @BeforeAll
    static void start(Cluster cluster) {
        browser = PasskeyBrowser.open(cluster);
        page = browser.page();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void passkeyIsAddedOnTheAccountPage(Cluster cluster) {
        page.navigate(cluster.invite(USER, "access", "root"));
        page.locator("#factor-app").check();
        app = AuthenticatorApp.of(page.locator("#totp-uri").getAttribute("href"));
        page.locator("#new-password").fill(PASSWORD);
        page.locator("#repeated").fill(PASSWORD);
        page.locator("#code").fill(app.nextCode(page));
        button("Set up the account").click();
        assertThat(page.getByText("Your account is ready")).isVisible();
        page.locator("#user").fill(USER);
        page.locator("#password").fill(PASSWORD);
        page.locator("#code").fill(app.nextCode(page));
        button("Sign in").click();
        openAccount();
        assertThat(devices()).hasCount(1);

        button("Add a passkey").click();
        page.locator("#confirm-code").fill(app.nextCode(page));
        button("Confirm").click();
        assertThat(page.locator("#device-name")).hasValue("passkey");
        button("Register the key").click();
        assertThat(page.getByText("The device was added.")).isVisible();
        assertThat(devices()).hasCount(2);
        assertThat(devices().last()).containsText("Passkey");
        shoot("account");
        assertThat(cluster.awaitAudit("--event=mfa.device.added", "--user=" + USER))
                .isNotEmpty();
    }

    @Test
    @Order(2)
    void keyIsTheSecondFactorAfterThePassword() {
        signOut();
        page.locator("#user").fill(USER);
        page.locator("#password").fill(PASSWORD);
        shoot("sign-in-key");
        button("Use a security key instead of a code").click();
        assertSignedIn();
    }

    @Test
    @Order(3)
    void passkeySignsInAlone() {
        signOut();
        button("Use a passkey, without a password").click();
        assertSignedIn();
    }

    @Test
    @Order(4)
    void recoveryCodesAreShownOnceAndOneLetsIn() {
        openAccount();
        button("Make new recovery codes").click();
        button("Confirm with a security key").click();
        Locator codes = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Recovery codes"))
                .locator("li");
        assertThat(codes).hasCount(10);
        recoveryCode = codes.first().textContent();
        shoot("recovery-codes");
        button("I have kept them").click();
        assertThat(page.getByText("10 left.")).isVisible();
        signOut();
        button("Use a recovery code").click();
        page.locator("#user").fill(USER);
        page.locator("#password").fill(PASSWORD);
        page.locator("#code").fill(recoveryCode);
        button("Sign in").click();
        assertSignedIn();
        openAccount();
        assertThat(page.getByText("9 left.")).isVisible();
    }

    @Test
    @Order(5)
    void lastDeviceStays() {
        openAccount();
        button("Remove authenticator app").click();
        button("Confirm with a security key").click();
        assertThat(page.getByText("‘authenticator app’ was removed.")).isVisible();
        assertThat(devices()).hasCount(1);
        button("Remove passkey").click();
        button("Confirm with a security key").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("last usable device");
        shoot("last-device");
        button("Cancel").click();
        assertThat(devices()).hasCount(1);
    }

    @Test
    @Order(6)
    void keyOfAnEarlierPublicAddressIsToldSo(Cluster cluster) {
        signOut();
        PasskeyBrowser.rename(cluster, "elsewhere.test:8443");
        page.locator("#user").fill(USER);
        page.locator("#password").fill(PASSWORD);
        button("Use a security key instead of a code").click();
        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText(Pattern.compile("registered for sallyport.test.*elsewhere.test"));
        shoot("renamed");
        button("Use a passkey, without a password").click();
        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("work at elsewhere.test; you opened the console at sallyport.test");
        PasskeyBrowser.rename(cluster, PasskeyBrowser.HOST);
        button("Use a passkey, without a password").click();
        assertSignedIn();
    }

    private static void openAccount() {
        // leaving the page while it signs in would undo that
        assertSignedIn();
        page.navigate(PasskeyBrowser.BASE + "ui/account");
        assertThat(page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Devices")))
                .isVisible();
    }

    private static Locator devices() {
        return page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Devices"))
                .locator("tbody tr");
    }

    private static void signOut() {
        button("Sign out").click();
        assertThat(page.getByText("You are signed out.")).isVisible();
    }

    private static void assertSignedIn() {
        assertThat(button("Sign out")).isVisible();
    }

    private static Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void shoot(String name) {
        Screenshots.shoot(page, name);
    }
}
