package org.sallyport.tests.browser;

import com.microsoft.playwright.Page;
import java.util.List;
import org.sallyport.tests.cluster.Programs;

/** What axe finds by the rules of WCAG 2.2, levels A and AA. */
final class Accessibility {
    private static final String AXE =
            Programs.read(Programs.root().resolve("web/console/node_modules/axe-core/axe.min.js"));

    private Accessibility() {}

    /** @param name of what is shown, which each finding begins with */
    @SuppressWarnings("unchecked")
    static List<String> barriers(Page page, String name) {
        page.evaluate(AXE);
        List<String> found = (List<String>) page.evaluate("async () => (await axe.run(document, {runOnly: ['wcag2a',"
                + " 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})).violations.flatMap(violation =>"
                + " violation.nodes.map(node => violation.id + ' ' + node.target.join(' ') + ' ' +"
                + " node.failureSummary.replaceAll('\\n', ' ')))");
        return found.stream().map(each -> name + ": " + each).toList();
    }
}
