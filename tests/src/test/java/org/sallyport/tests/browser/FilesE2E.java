package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.OsAccount;

/** Files between a browser and a real node, beside an open terminal. */
@ExtendWith(ClusterExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilesE2E {
    private static final String USER = "files-user";
    private static final String ACCOUNT = "spfiles";
    private static final String NAME = "ein Bär & 熊+.bin";
    private static final double LONG = 120_000;

    @TempDir
    static Path here;

    private static Chromium chromium;
    private static OsAccount account;
    private static String base;
    private static ConsolePerson user;
    /** More than a listener of WildFly takes unless it is told to. */
    private static final byte[] CONTENT = new byte[12_000_001];

    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        PlaywrightAssertions.setDefaultAssertionTimeout(LONG);
        new Random(7).nextBytes(CONTENT);
        account = OsAccount.create(ACCOUNT);
        chromium = Chromium.start(cluster);
        String invite = cluster.invite(USER, "access,auditor", ACCOUNT);
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        user = ConsolePerson.signedIn(chromium.browser(), invite, USER);
    }

    @AfterAll
    static void stop() {
        PlaywrightAssertions.setDefaultAssertionTimeout(5_000);
        if (chromium != null) {
            chromium.close();
        }
        account.close();
    }

    @BeforeEach
    void open() {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setAcceptDownloads(true)
                        .setViewportSize(1280, 900)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setStorageState(user.state()));
        page = context.newPage();
        page.navigate(base + "terminal/" + Cluster.NODE + "?login=" + ACCOUNT);
        page.getByRole(AriaRole.BUTTON, named("Files").setExact(true)).click();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void upload(Path file, String where) {
        page.getByLabel("Directory or file on the node").fill(where);
        page.locator("input[type=file]").setInputFiles(file);
    }

    private Locator transfers() {
        return page.getByRole(AriaRole.LIST, named("Transfers"));
    }

    private void shows(String text) {
        assertThat(transfers()).containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(LONG));
    }

    @Test
    @Order(1)
    void aFileArrivesWholeAndComesBackWhole(Cluster cluster) throws IOException {
        Path file = Files.write(here.resolve(NAME), CONTENT);
        upload(file, ".");
        shows("Upload of " + NAME + ": 12.0 MB, ./" + NAME);
        Path there = Path.of(account.home(), NAME);
        assertThat(Files.readAllBytes(there)).isEqualTo(CONTENT);
        assertThat(Files.getOwner(there).getName()).isEqualTo(ACCOUNT);
        Screenshots.shoot(page, "files");
        assertThat(Accessibility.barriers(page, "files")).isEmpty();

        page.getByLabel("File on the node", new Page.GetByLabelOptions().setExact(true))
                .fill(NAME);
        Download download = page.waitForDownload(
                () -> page.getByRole(AriaRole.BUTTON, named("Download").setExact(true))
                        .click());
        assertThat(Files.readAllBytes(download.path())).isEqualTo(CONTENT);
        assertThat(cluster.awaitAudit("--event=session.sftp", "--user=" + USER)).isNotEmpty();
        assertThat(cluster.awaitAudit("--event=session.file", "--user=" + USER, "--text=Bär"))
                .isNotEmpty();
    }

    @Test
    @Order(2)
    void aFileThatIsThereIsKeptUnlessItIsToBeOverwritten() throws IOException {
        Path small = Files.write(Files.createDirectory(here.resolve("small")).resolve(NAME), List.of("small"));
        upload(small, account.home());
        shows("already");
        assertThat(Files.size(Path.of(account.home(), NAME))).isEqualTo(CONTENT.length);
        Screenshots.shoot(page, "files-refused");
        assertThat(Accessibility.barriers(page, "files-refused")).isEmpty();

        page.getByLabel("Overwrite files that are there").check();
        upload(small, account.home());
        shows("6 B");
        assertThat(Path.of(account.home(), NAME)).hasContent("small\n");
        try (var left = Files.list(Path.of(account.home()))) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    @Order(3)
    void refusalsSayWhoRefusedAndWhy(Cluster cluster) {
        page.getByLabel("File on the node", new Page.GetByLabelOptions().setExact(true))
                .fill("no such file");
        page.getByRole(AriaRole.BUTTON, named("Download").setExact(true)).click();
        shows("there is no 'no such file'");
        page.getByLabel("File on the node", new Page.GetByLabelOptions().setExact(true))
                .fill("/etc/shadow");
        page.getByRole(AriaRole.BUTTON, named("Download").setExact(true)).click();
        shows("may not read '/etc/shadow'");
        page.getByLabel("File on the node", new Page.GetByLabelOptions().setExact(true))
                .fill("/etc");
        page.getByRole(AriaRole.BUTTON, named("Download").setExact(true)).click();
        shows("'/etc' is a directory");

        Object other = page.evaluate("""
                (node) => fetch(`/api/v1/files?node=${node}&login=root&path=/etc/shadow`).then((answer) => answer.json())
                    .then((problem) => problem.title + ' ' + problem.detail)""", Cluster.NODE);
        assertThat((String) other).contains("ACCESS_DENIED").contains("your roles do not allow the login 'root'");
        assertThat(cluster.awaitAudit("--event=session.file.failed", "--user=" + USER, "--text=root"))
                .isNotEmpty();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
