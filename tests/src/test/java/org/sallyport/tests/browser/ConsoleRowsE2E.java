package org.sallyport.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Programs;

/**
 * Lists of thousands are shown a page at a time. What that takes is written to {@code target/console-rows.md}
 * (docs/benchmarks.md); nothing is asserted of it. Only with {@code -Dconsole.rows=10000}, which makes so many of each.
 */
@EnabledIfSystemProperty(named = "console.rows", matches = "[0-9]+")
@ExtendWith(ClusterExtension.class)
class ConsoleRowsE2E {
    private static final int ROWS = Integer.getInteger("console.rows", 0);
    private static final int PER_PAGE = 50;
    private static final int TIMES = 15;
    private static final String USER = "console-rows";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILydUVRWgtNAk4k3cdNRGBhLi161buMMGHysUfjkprH+";
    private static final Path REPORT = Path.of("target", "console-rows.md");

    /** Some at a time, as a script would over the same API. */
    private static final String MAKE = """
            async ([kind, count, key]) => {
              const document = (name, spec, labels) => ({kind, version: 'v1', metadata: {name, labels}, spec});
              const body = {
                user: name => document(name, {roles: ['access'], traits: {}}, {}),
                token: name => ({name, services: ['ssh'], ttl: '24h'}),
                openssh_node: (name, index) =>
                  document(name, {address: name + '.example.org', host_keys: [key]}, {rack: 'r' + index % 40}),
              }[kind];
              const address = kind === 'token' ? '/api/v1/tokens' : '/api/v1/resources/' + kind;
              let next = 0;
              const work = async () => {
                for (let index = next++; index < count; index = next++) {
                  const answer = await fetch(address, {
                    method: 'POST',
                    headers: {'Content-Type': 'application/json', 'X-Sallyport-Csrf': '1'},
                    body: JSON.stringify(body('row-' + String(index).padStart(5, '0'), index)),
                  });
                  if (!answer.ok) {
                    throw new Error(await answer.text());
                  }
                }
              };
              await Promise.all(Array.from({length: 6}, work));
            }""";

    /** When a page's rows were on the screen: after the frame that follows them. */
    private static final String SHOWN = """
            (before) => new Promise(resolve => {
              const look = () => {
                const rows = document.querySelectorAll('main tbody tr');
                if (rows.length >= 2 && rows[0].textContent !== before) {
                  requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
                } else {
                  requestAnimationFrame(look);
                }
              };
              look();
            })""";

    /** From the click to the rows of the next page. */
    private static final String NEXT = "async (name) => { const before = document.querySelector('main tbody"
            + " tr').textContent; const began = performance.now(); [...document.querySelectorAll('nav"
            + " button')].find(each => each.textContent === name).click(); const shown = await (" + SHOWN
            + ")(before); return shown - began; }";

    /** What the browser waited for the first byte of the newest answer. */
    private static final String SERVER = """
            (path) => {
              const answers = performance.getEntriesByType('resource').filter(each => each.name.includes(path));
              const last = answers[answers.length - 1];
              return last.responseStart - last.requestStart;
            }""";

    private record Figures(List<Double> first, List<Double> next, List<Double> server) {}

    private static Chromium chromium;
    private static String base;
    private static String signedIn;
    private static final List<String> REPORTED = new ArrayList<>();

    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start(Cluster cluster) {
        chromium = Chromium.start(cluster);
        String invite = cluster.invite(USER, "access,auditor,editor", "root");
        base = invite.substring(0, invite.indexOf('#')) + "ui/";
        signedIn = ConsolePerson.signedIn(chromium.browser(), invite, USER).state();
        REPORTED.add("| List of " + ROWS + " | first rows after navigation | next page | of which the server |");
        REPORTED.add("|---|---|---|---|");
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        Programs.write(REPORT, String.join("\n", REPORTED) + "\n");
    }

    @BeforeEach
    void open() {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setStorageState(signedIn));
        page = context.newPage();
        page.setDefaultTimeout(0);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void usersAreShownAPageAtATime() {
        measure("Users", "users", "user", "/api/v1/resources/user");
    }

    @Test
    void tokensAreShownAPageAtATime() {
        measure("Join tokens", "tokens", "token", "/api/v1/resources/token");
    }

    @Test
    void nodesAreShownAPageAtATime() {
        measure("Nodes", "nodes", "openssh_node", "/api/v1/nodes");
    }

    private void measure(String table, String address, String kind, String path) {
        visit(address);
        page.evaluate(MAKE, List.of(kind, ROWS, KEY));
        Figures figures = new Figures(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int time = 0; time < TIMES; time++) {
            page.navigate(base + address);
            figures.first().add(number(page.evaluate(SHOWN, "")));
            assertThat(rows(table)).hasCount(PER_PAGE);
            figures.next().add(number(page.evaluate(NEXT, "Next page")));
            figures.server().add(number(page.evaluate(SERVER, path)));
            assertThat(rows(table)).hasCount(PER_PAGE);
        }
        assertThat(page.locator("main tbody tr").count())
                .as("no more rows in the page than it shows")
                .isEqualTo(PER_PAGE);
        REPORTED.add("| " + table + " | " + told(figures.first()) + " | " + told(figures.next()) + " | "
                + told(figures.server()) + " |");
    }

    private void visit(String address) {
        page.navigate(base + address);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
    }

    private Locator rows(String table) {
        return page.getByRole(
                        AriaRole.GRID,
                        new Page.GetByRoleOptions().setName(table).setExact(true))
                .locator("tbody tr");
    }

    private static double number(Object evaluated) {
        return ((Number) evaluated).doubleValue();
    }

    /** Median and worst. */
    private static String told(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted(Comparator.naturalOrder()).toList();
        return String.format(Locale.ROOT, "%.0f ms (worst %.0f)", sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
