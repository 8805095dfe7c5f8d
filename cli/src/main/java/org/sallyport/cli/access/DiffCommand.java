package org.sallyport.cli.access;

import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.AccessChange;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessProposal;
import org.sallyport.api.rest.AccessReach;
import org.sallyport.cli.admin.DocumentText;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport access diff -f FILE}: nothing is stored. */
@Command(
        name = "diff",
        description = "What would these roles and users give or take, and from whom? Nothing is changed.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "YAML or JSON; - for stdin.")
    private String file;

    @Override
    public Integer call() {
        AccessProposal proposal = new AccessProposal(DocumentText.read(file));
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            AccessDiff told = api.post("/api/v1/access/diff", proposal, AccessDiff.class);
            options.printer().print(told, () -> text(told));
        }
        return 0;
    }

    private static String text(AccessDiff told) {
        if (told.users().isEmpty()) {
            return "Nothing changes for any of " + told.asked() + " users.\n";
        }
        StringBuilder text = new StringBuilder();
        for (AccessChange change : told.users()) {
            text.append(change.user()).append('\n');
            logins(text, "+", change.gained());
            logins(text, "-", change.lost());
            change.verbsGained()
                    .forEach(verb -> text.append("  + ").append(verb).append('\n'));
            change.verbsLost().forEach(verb -> text.append("  - ").append(verb).append('\n'));
            change.options()
                    .forEach(option -> text.append("  ~ ").append(option).append('\n'));
        }
        return text.append("\n")
                .append(told.users().size())
                .append(" of ")
                .append(told.asked())
                .append(" users are concerned.\n")
                .toString();
    }

    private static void logins(StringBuilder text, String sign, List<AccessReach> logins) {
        for (AccessReach login : logins) {
            text.append("  ")
                    .append(sign)
                    .append(" login ")
                    .append(login.name())
                    .append(" on ")
                    .append(login.count())
                    .append(login.count() == 1 ? " node: " : " nodes: ")
                    .append(String.join(", ", login.examples()))
                    .append(login.count() > login.examples().size() ? ", ...\n" : "\n");
        }
    }
}
