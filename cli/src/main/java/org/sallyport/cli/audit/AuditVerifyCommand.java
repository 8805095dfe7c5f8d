package org.sallyport.cli.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.transparency.LogFinding;
import org.sallyport.core.transparency.LogVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport audit verify}: the whole log, from its first entry, checked on this machine. */
@Command(
        name = "verify",
        description =
                "Check the whole log: every audit event and certificate, the tree they make, and that it continues"
                        + " the heads kept here.",
        mixinStandardHelpOptions = true)
public final class AuditVerifyCommand implements Callable<Integer> {
    /** Exit code for a log that is not as it should be. */
    static final int WRONG = 1;

    /** More would say no more; their number is told. */
    private static final int MOST_FINDINGS = 10_000;

    @Mixin
    private GlobalOptions options;

    @Option(
            names = "--head",
            paramLabel = "FILE",
            description = "Heads that were kept elsewhere, as --out writes them. May be repeated.")
    private List<Path> heads = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the head of a log that was found right, to keep it elsewhere.")
    private Path out;

    private final List<LogFinding> findings = new ArrayList<>();
    private long found;

    /** @param removed rows removed by policy @param found number of findings, of which the first 10,000 are listed */
    record Report(LogHead head, int keptHeads, long removed, long found, List<LogFinding> findings) {}

    @Override
    public Integer call() {
        ProfileStore profiles = ProfileStore.ofEnvironment();
        Profile profile = profiles.require(options.proxy());
        String cluster = profile.cluster().clusterId();
        HeadFile own = new HeadFile(profiles.heads(cluster));
        List<LogHead> kept = LogClient.kept(own, heads);
        Report report;
        try (Api api = Api.of(profile)) {
            report = verify(new LogClient(api), cluster, kept);
        }
        if (report.found() == 0) {
            own.add(report.head());
            if (out != null) {
                new HeadFile(out).write(List.of(report.head()));
            }
        }
        options.printer().print(report, () -> text(report));
        return report.found() == 0 ? 0 : WRONG;
    }

    private Report verify(LogClient client, String cluster, List<LogHead> kept) {
        LogHead head = client.head();
        LogVerification verification = new LogVerification(cluster, head, kept, client.retained(), this::found);
        LogPage page;
        do {
            page = client.entries(verification.next());
        } while (verification.page(page));
        client.unlogged(verification::unlogged);
        long removed = verification.finish();
        return new Report(head, kept.size(), removed, found, findings);
    }

    private void found(LogFinding finding) {
        found++;
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private static String text(Report report) {
        StringBuilder text = new StringBuilder();
        report.findings().forEach(finding -> text.append(finding.line()).append('\n'));
        LogHead head = report.head();
        String entries = head.size() + " entries, head of " + Times.local(head.time()) + ", " + report.keptHeads()
                + " heads kept, " + report.removed() + " rows removed by policy";
        if (report.found() == 0) {
            text.append("The log is as it was written: ").append(entries).append(".\n");
            if (report.keptHeads() == 0) {
                text.append("No head of it was kept before: what was changed earlier cannot be told. This one is kept"
                        + " now.\n");
            }
        } else {
            text.append("The log was changed: ")
                    .append(report.found())
                    .append(" findings; ")
                    .append(entries)
                    .append(". Its head is not kept.\n");
        }
        return text.toString();
    }
}
