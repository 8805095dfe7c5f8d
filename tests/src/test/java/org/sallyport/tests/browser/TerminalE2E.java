package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** Terminals in the console, on a real node: what people do there, what hostile programs do, and who is kept out. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TerminalE2E {
    private static final String USER = "terminal-user";
    private static final String CAREFUL = "terminal-careful";
    private static final String ACCOUNT = "sptterm";
    private static final double LONG = 300_000;
    /** {@code -Dsallyport.it.terminal.bytes=100000000} makes the endless stream so long. */
    private static final long ENDLESS = Long.getLong("sallyport.it.terminal.bytes", 15_000_000);

    private static Chromium chromium;
    private static OsAccount account;
    private static String base;
    private static ConsolePerson user;
    private static ConsolePerson careful;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        // a busy machine is no fault of the page
        PlaywrightAssertions.setDefaultAssertionTimeout(LONG);
        account = OsAccount.create(ACCOUNT);
        Path role = cluster.directory().resolve("terminal-role.yaml");
        Programs.write(role, """
                kind: role
                version: v1
                metadata:
                  name: terminal-careful
                spec:
                  options:
                    require_session_mfa: true
                  allow:
                    logins: [%s]
                    node_labels: {'*': ['*']}
                """.formatted(ACCOUNT));
        cluster.admin().cli("admin", "apply", "-f", role.toString()).run().succeeded();
        chromium = Chromium.start(cluster);
        user = signIn(USER, cluster.invite(USER, "access,auditor", ACCOUNT));
        careful = signIn(CAREFUL, cluster.invite(CAREFUL, "terminal-careful", ACCOUNT));
    }

    @AfterAll
    static void stop() {
        PlaywrightAssertions.setDefaultAssertionTimeout(5_000);
        if (chromium != null) {
            chromium.close();
        }
        account.close();
    }

    private static ConsolePerson signIn(String name, String invite) {
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        return ConsolePerson.signedIn(chromium.browser(), invite, name);
    }

    private static BrowserContext newContext(String state) {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1280, 900)
                        .setColorScheme(ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setStorageState(state));
    }

    @BeforeEach
    void open() {
        openAs(user);
    }

    private void openAs(ConsolePerson visitor) {
        context = newContext(visitor.state());
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page = context.newPage();
        // a violation of the content security policy shows up here, too
        page.onConsoleMessage(message -> {
            if ("error".equals(message.type()) && !message.text().contains("status of 4")) {
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

    private Locator screen() {
        return page.locator(".xterm-rows");
    }

    private void openTerminal() {
        page.navigate(base + "nodes");
        page.getByRole(AriaRole.GRID, named("Nodes").setExact(true))
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(Cluster.NODE))
                .first()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Connect"))
                .click();
        page.getByRole(AriaRole.LINK, named("Open terminal as " + ACCOUNT)).click();
        assertThat(page.locator(".xterm-helper-textarea")).isFocused();
    }

    private void type(String line) {
        page.keyboard().type(line);
        page.keyboard().press("Enter");
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LONG);
    }

    @Test
    @Order(1)
    void commandsAreTypedAndTheSessionIsLikeAnyOther(Cluster cluster) {
        openTerminal();
        type("echo terminal-$((40+2))-here; id -un");
        assertThat(screen()).containsText("terminal-42-here", patiently());
        assertThat(screen()).containsText(ACCOUNT);
        type("printf '\\033[38;2;10;80;30mCOLOURED\\033[0m and \\033[1;31mred\\033[0m\\n'");
        Locator coloured =
                screen().locator("span", new Locator.LocatorOptions().setHasText(Pattern.compile("^COLOURED$")));
        assertThat(coloured).hasCSS("color", "rgb(10, 80, 30)");
        shoot("terminal-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(page.locator("html")).hasClass(Pattern.compile("dark"));
        shoot("terminal-dark");
        assertThat(barriers("terminal-dark")).isEmpty();

        type("clear; size=$(stty size); echo measured-$((1+1))");
        assertThat(screen()).containsText("measured-2", patiently());
        page.setViewportSize(900, 700);
        type("while [ \"$size\" = \"$(stty size)\" ]; do sleep 0.1; done; echo resized-$((2+2))");
        assertThat(screen()).containsText("resized-4", patiently());
        page.setViewportSize(1280, 900);

        type("exit 5");
        assertThat(page.getByText("The session ended with status 5.")).isVisible();
        shoot("terminal-ended");
        assertThat(cluster.awaitAudit("--event=session.start", "--user=" + USER))
                .isNotEmpty();
        assertThat(cluster.awaitAudit("--event=session.end", "--user=" + USER)).isNotEmpty();
        assertThat(cluster.awaitAudit("--event=recording.completed", "--user=" + USER))
                .isNotEmpty();
        page.getByRole(AriaRole.BUTTON, named("Connect again")).click();
        assertThat(page.locator(".xterm-helper-textarea")).isFocused();
        type("echo second-$((1+1))");
        assertThat(screen()).containsText("second-2", patiently());
    }

    @Test
    @Order(2)
    void tabsAreKeptWhileOtherPagesAreLookedAtAndTheTerminalIsLeftByKeys() {
        openTerminal();
        type("echo first-$((2+3))");
        assertThat(screen()).containsText("first-5", patiently());
        page.keyboard().press("Control+F6");
        assertThat(page.getByRole(AriaRole.BUTTON, named("Another session there")))
                .isFocused();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.TAB)).hasCount(2);
        assertThat(page.locator(".xterm-helper-textarea")).isFocused();
        type("echo other-$((3+4))");
        assertThat(screen()).containsText("other-7", patiently());
        page.getByRole(AriaRole.LINK, named("Audit log")).click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Audit log"))).isVisible();
        page.getByRole(AriaRole.LINK, named("Terminal").setExact(true)).click();
        assertThat(screen()).containsText("other-7");
        page.getByRole(AriaRole.TAB).first().click();
        assertThat(screen()).containsText("first-5");
        shoot("terminal-tabs");
        page.locator(".xterm-helper-textarea").focus();
        page.evaluate("navigator.clipboard.writeText('echo pasted-$((4+4))\\n')");
        page.getByRole(AriaRole.BUTTON, named("Paste")).click();
        page.keyboard().press("Enter");
        assertThat(screen()).containsText("pasted-8");
    }

    @Test
    @Order(3)
    void hostileOutputNeitherFreezesThePageNorEscapesTheTerminal() {
        openTerminal();
        String title = page.title();
        // title, clipboard, link, size of the window, a question for the terminal's answers
        type("printf '\\033]0;TAKEN\\007\\033]52;c;VEFLRU4=\\007\\033]8;;https://evil.example\\007link\\033]8;;\\007"
                + "\\033[8;200;500t\\033[21t\\n'; echo escaped-$((5+5))");
        assertThat(screen()).containsText("escaped-10", patiently());
        assertThat(page.title()).isEqualTo(title);
        assertThat((String) page.evaluate("navigator.clipboard.readText()")).isNotEqualTo("TAKEN");
        page.keyboard().press("Control+C");
        type("head -c " + ENDLESS
                + " /dev/zero | tr '\\0' A | fold -w 10000; head -c 2000000 /dev/urandom; printf '\\033c\\033(B';"
                + " stty sane; echo sur\"\"vived");
        assertThat(screen()).containsText("survived", patiently());
        page.keyboard().press("Control+C");
        type("base64 -w 10000 /dev/urandom");
        assertThat(screen()).containsText(Pattern.compile("[A-Za-z0-9+/]{500}"), patiently());
        page.getByRole(AriaRole.BUTTON, named("theme")).click();
        assertThat(page.locator("html")).hasClass(Pattern.compile("dark"));
        page.locator(".xterm-helper-textarea").focus();
        page.keyboard().press("Control+C");
        type("clear; echo inter\"\"rupted");
        assertThat(screen()).containsText("interrupted", patiently());
    }

    @Test
    @Order(4)
    void refusalIsShownInTheTerminalsPlaceAndAudited(Cluster cluster) {
        page.navigate(base + "terminal/" + Cluster.NODE + "?login=nobody");
        assertThat(page.getByText("The terminal was not opened")).isVisible();
        assertThat(page.getByText("your roles do not allow the login 'nobody'")).isVisible();
        shoot("terminal-refused");
        assertThat(barriers("terminal-refused")).isEmpty();
        assertThat(cluster.awaitAudit("--event=session.terminal.refused", "--user=" + USER, "--text=nobody"))
                .isNotEmpty();
        page.navigate(base + "terminal/no-such-node?login=" + ACCOUNT);
        assertThat(page.getByText("there is no node 'no-such-node'")).isVisible();
    }

    @Test
    @Order(5)
    void pagesOfOthersOpenNothing(Cluster cluster) {
        String cookie = context.cookies().stream()
                .filter(each -> each.name.equals("sallyport_session"))
                .map(each -> each.name + "=" + each.value)
                .findFirst()
                .orElseThrow();
        UserSession somebody = cluster.admin();
        String handshake = "curl -sk --http1.1 -m 10 -w '%{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
                + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' '"
                + base.replace("/ui/", "/api/v1/terminal") + "'";
        assertThat(somebody.host()
                        .shell(handshake + " -H 'Cookie: " + cookie + "' -H 'Origin: https://evil.example'")
                        .run()
                        .out())
                .contains("only pages of", "403");
        assertThat(somebody.host()
                        .shell(handshake + " -H 'Cookie: " + cookie + "'")
                        .run()
                        .out())
                .contains("403");
        assertThat(somebody.host()
                        .shell(handshake + " -H 'Origin: https://evil.example'")
                        .run()
                        .out())
                .contains("401");
        assertThat(cluster.awaitAudit("--event=session.terminal.refused", "--user=" + USER, "--text=only pages of"))
                .isNotEmpty();
    }

    @Test
    @Order(6)
    void aSecondFactorIsAskedForWhereRolesWantOneForEachSession() {
        context.close();
        openAs(careful);
        page.navigate(base + "terminal/" + Cluster.NODE + "?login=" + ACCOUNT);
        assertThat(page.locator("#confirm-code")).isVisible();
        shoot("terminal-mfa");
        assertThat(barriers("terminal-mfa")).isEmpty();
        page.locator("#confirm-code").fill("000000");
        page.getByRole(AriaRole.BUTTON, named("Confirm").setExact(true)).click();
        assertThat(page.getByText("the second factor is wrong")).isVisible();
        page.locator("#confirm-code").fill(careful.app().nextCode(page));
        page.getByRole(AriaRole.BUTTON, named("Confirm").setExact(true)).click();
        assertThat(page.locator(".xterm-helper-textarea")).isFocused();
        type("echo careful-$((6+6))");
        assertThat(screen()).containsText("careful-12", patiently());
    }

    @Test
    @Order(7)
    void theServerEndsTheTerminalsOfALoginThatIsOver() {
        page.navigate(base + "nodes");
        // the console closes its own; this one is nobody's
        assertThat(page.evaluate("""
                        ([node, login]) => new Promise((done) => {
                          const socket = new WebSocket(
                            location.origin.replace('http', 'ws') + '/api/v1/terminal', 'v1.terminal.sallyport.org');
                          socket.onopen = () =>
                            socket.send(JSON.stringify({type: 'open', node, login, columns: 80, rows: 24}));
                          socket.onmessage = (message) => {
                            if (typeof message.data === 'string') { done(JSON.parse(message.data).type); }
                          };
                          socket.onclose = () => { document.body.dataset.closed = 'yes'; };
                        })""", List.of(Cluster.NODE, ACCOUNT))).isEqualTo("opened");
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
        assertThat(page.getByText("You are signed out.")).isVisible();
        assertThat(page.locator("body[data-closed=yes]"))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(LONG));
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
