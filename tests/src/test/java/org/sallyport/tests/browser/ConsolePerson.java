package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;

/**
 * Somebody who accepted an invite in the browser and signed in there.
 *
 * @param state the browser's, for contexts that are signed in from the beginning
 */
record ConsolePerson(String state, String password, AuthenticatorApp app) {
    static ConsolePerson signedIn(Browser browser, String invite, String user) {
        String password = UUID.randomUUID().toString();
        Browser.NewContextOptions options = new Browser.NewContextOptions().setIgnoreHTTPSErrors(true);
        try (BrowserContext context = browser.newContext(options);
                Page page = context.newPage()) {
            page.navigate(invite);
            AuthenticatorApp app = AuthenticatorApp.of(page.locator("#totp-uri").getAttribute("href"));
            page.locator("#new-password").fill(password);
            page.locator("#repeated").fill(password);
            page.locator("#code").fill(app.nextCode(page));
            page.getByRole(AriaRole.BUTTON, named("Set up the account")).click();
            page.locator("#user").fill(user);
            page.locator("#password").fill(password);
            page.locator("#code").fill(app.nextCode(page));
            page.getByRole(AriaRole.BUTTON, named("Sign in").setExact(true)).click();
            assertThat(page.getByRole(AriaRole.HEADING, named("Nodes").setExact(true)))
                    .isVisible();
            return new ConsolePerson(context.storageState(), password, app);
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
