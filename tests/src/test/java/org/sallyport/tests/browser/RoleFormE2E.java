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

/** Roles in the console: made in a form or as YAML, which are two views of one document. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoleFormE2E {
    private static final String USER = "role-former";
    private static final String HOLDER = "form-holder";
    private static final String ROLE = "form-role";

    private static Chromium chromium;
    private static String base;
    private static String signedIn;

    private final List<String> complaints = new ArrayList<>();
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
                        .setViewportSize(1280, 900)
                        .setColorScheme(ColorScheme.LIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setStorageState(signedIn));
        page = context.newPage();
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

    @Test
    @Order(1)
    void roleIsMadeInTheFormAndItsEffectIsSeenBeforeItIsStored(Cluster cluster) {
        visit("%2B");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(ROLE);
        Locator allow = group("Allow");
        allow.getByLabel("Logins").fill("nobody");
        allow.getByLabel("Values of env").fill("nowhere");
        button(allow, "Add a rule").click();
        allow.getByLabel("Kinds of resources").fill("token");
        allow.getByLabel("list").check();
        page.getByLabel("Port forwarding").selectOption("false");
        page.getByLabel("Recording", new Page.GetByLabelOptions().setExact(true))
                .selectOption("off");
        lookAtIt("role-form-new");
        preview();
        assertThat(page.getByText("Nobody gains or loses anything")).isVisible();
        save();
        assertThat(page.getByRole(AriaRole.HEADING, named(ROLE))).isVisible();

        cluster.invite(HOLDER, ROLE, "nobody");
        visit(ROLE);
        assertThat(allow.getByLabel("Logins")).hasValue("nobody");
        allow.getByLabel("Logins").fill("nobody\ndaemon");
        button(allow, "Remove the label env").click();
        label(allow, "*", "*");
        preview();
        assertThat(page.getByText(HOLDER + " gains")).isVisible();
        assertThat(page.getByText("login daemon on")).isVisible();
        lookAtIt("role-form-preview");
        save();
        assertThat(page.getByText("Saved.")).isVisible();

        visit(ROLE);
        assertThat(allow.getByLabel("Logins")).hasValue("nobody\ndaemon");
        assertThat(page.getByLabel("Port forwarding")).hasValue("false");
        assertThat(page.getByLabel("Recording", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("off");
    }

    @Test
    @Order(2)
    void nothingIsLostBetweenFormAndYaml() {
        visit(ROLE);
        tab("YAML");
        Locator document = page.locator("#document");
        String before = document.inputValue();
        document.fill(before.replace("  allow:\n", "  # who may\n  allow:\n"));
        tab("Form");
        tab("YAML");
        assertThat(document).hasValue(before.replace("  allow:\n", "  # who may\n  allow:\n"));
        tab("Form");
        page.getByLabel("Connections at a time").fill("3");
        page.getByLabel("Connections at a time").fill("");
        tab("YAML");
        assertThat(document).hasValue(before.replace("  allow:\n", "  # who may\n  allow:\n"));
        tab("Form");
        page.getByLabel("Connections at a time").fill("3");
        tab("YAML");
        assertThat(document.inputValue()).contains("# who may").contains("max_connections: 3");
    }

    @Test
    @Order(3)
    void mistakeIsShownWhereItIs() {
        visit(ROLE);
        Locator life = page.getByLabel("Longest life of a certificate");
        life.fill("31h");
        preview();
        assertThat(life).hasAttribute("aria-invalid", "true");
        assertThat(life).isFocused();
        assertThat(page.getByText("must be between 1m and 30h")).isVisible();
        lookAtIt("role-form-wrong");
        life.fill("8x");
        preview();
        assertThat(page.getByText("'8x' is no duration")).isVisible();
        assertThat(life).isFocused();
        life.fill("8h");
        Locator where = group("Allow").getByLabel("Only where");
        where.fill("resource.metadata.nonsense");
        preview();
        assertThat(where).hasAttribute("aria-invalid", "true");
        assertThat(where).isFocused();
    }

    @Test
    @Order(4)
    void rowsAreMadeAndTakenAwayByKeyboard() {
        visit(ROLE);
        Locator deny = group("Deny");
        button(deny, "Add a rule").focus();
        page.keyboard().press("Enter");
        assertThat(deny.getByLabel("Kinds of resources")).isFocused();
        page.keyboard().type("user");
        page.keyboard().press("Tab");
        page.keyboard().press("Space");
        assertThat(deny.getByLabel("list")).isChecked();
        button(deny, "Remove Rule 1").focus();
        page.keyboard().press("Enter");
        assertThat(deny.getByLabel("Kinds of resources")).hasCount(0);
        page.getByRole(AriaRole.TAB, named("YAML")).focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#document")).isVisible();
    }

    @Test
    @Order(5)
    void roleIsCheckedPreviewedAndStoredAsYaml() {
        visit("%2B");
        tab("YAML");
        Locator document = page.locator("#document");
        document.fill("kind: role\nversion: v1\nmetadata:\n  name: yaml-role\nspec:\n  alow:\n    logins: [root]\n");
        preview();
        assertThat(page.getByText("Line 6", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        lookAtIt("role-wrong");
        document.fill("kind: role\nversion: v1\nmetadata:\n  name: yaml-role\nspec:\n  allow:\n    logins: [nobody]\n"
                + "    node_labels: {env: [nowhere]}\n");
        preview();
        assertThat(page.getByText("What it gives and takes")).isVisible();
        lookAtIt("role-preview");
        save();
        assertThat(page.getByRole(AriaRole.HEADING, named("yaml-role"))).isVisible();
        page.getByRole(AriaRole.BUTTON, named("Remove").setExact(true)).first().click();
        page.getByRole(AriaRole.BUTTON, named("Remove the role")).click();
        assertThat(page.getByRole(AriaRole.HEADING, named("Roles"))).isVisible();
    }

    private void visit(String role) {
        page.navigate(base + "roles/" + role);
        assertThat(page.getByRole(AriaRole.TAB, named("Form"))).isVisible();
    }

    private void tab(String name) {
        page.getByRole(AriaRole.TAB, named(name)).click();
    }

    private void preview() {
        page.getByRole(AriaRole.BUTTON, named("Preview the change")).click();
    }

    private void save() {
        page.getByRole(AriaRole.BUTTON, named("Save").setExact(true)).click();
    }

    private Locator group(String name) {
        return page.getByRole(AriaRole.GROUP, named(name).setExact(true));
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static void label(Locator side, String key, String value) {
        button(side, "Add a label").click();
        side.getByLabel("Key").last().fill(key);
        side.getByLabel("Values of " + key).fill(value);
    }

    /** In light, dark and narrow. */
    private void lookAtIt(String name) {
        List<String> barriers = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            barriers.addAll(shot(name + "-" + scheme.name().toLowerCase(Locale.ROOT)));
        }
        page.setViewportSize(360, 740);
        assertThat(page.locator("#page-sidebar")).hasAttribute("aria-hidden", "true");
        barriers.addAll(shot(name + "-narrow"));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        page.setViewportSize(1280, 900);
        assertThat(barriers).isEmpty();
    }

    private List<String> shot(String name) {
        Screenshots.shoot(page, name);
        return Accessibility.barriers(page, name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
