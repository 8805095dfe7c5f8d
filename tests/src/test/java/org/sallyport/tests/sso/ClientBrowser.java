package org.sallyport.tests.sso;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Programs;

/** Chromium on the client's host, where the CLI runs as well: a loopback address is the same for both. */
final class ClientBrowser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Playwright playwright;
    private final Browser browser;

    private ClientBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static ClientBrowser start(Cluster cluster) {
        Path program = cluster.directory().resolve("chromium-sso");
        List<String> words = new ArrayList<>(List.of("exec"));
        words.addAll(cluster.network().client().prefix());
        words.add("chromium");
        Programs.write(program, "#!/bin/sh\n" + String.join(" ", words) + " \"$@\"\n");
        if (!program.toFile().setExecutable(true)) {
            throw new AssertionError("cannot make " + program + " executable");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setHeadless(true)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")));
        return new ClientBrowser(playwright, browser);
    }

    /** A browser of its own: no cookies of others. */
    Page page() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.setDefaultTimeout(60_000);
        return context.newPage();
    }

    static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("sso-" + name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
