package org.sallyport.tests.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;

/** Pictures kept under the build output, to be looked at. */
final class Screenshots {
    private static final Path DIRECTORY = Path.of("target", "screenshots");

    private Screenshots() {}

    static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(DIRECTORY.resolve(name + ".png")));
    }
}
