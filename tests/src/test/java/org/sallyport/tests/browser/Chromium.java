package org.sallyport.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Programs;

/** Chromium on the client's host. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start(Cluster cluster, String... moreArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
        arguments.addAll(List.of(moreArguments));
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program(cluster))
                                .setHeadless(true)
                                .setArgs(arguments)));
    }

    Browser browser() {
        return browser;
    }

    /** The browser talks to the driver by pipes, so it can sit on another host than the test. */
    private static Path program(Cluster cluster) {
        Path program = cluster.directory().resolve("chromium");
        List<String> words = new ArrayList<>(List.of("exec"));
        words.addAll(cluster.network().client().prefix());
        words.add("chromium");
        Programs.write(program, "#!/bin/sh\n" + String.join(" ", words) + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
