package org.sallyport.cli.access;

import java.util.concurrent.Callable;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.AccessReason;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport access explain USER ACTION RESOURCE}; the exit code is 0 whatever the answer is. */
@Command(name = "explain", description = "May USER do ACTION to RESOURCE, and why?", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(index = "0", paramLabel = "USER")
    private String user;

    @Parameters(index = "1", paramLabel = "ACTION", description = "e.g. login:root, view, read")
    private String action;

    @Parameters(index = "2", paramLabel = "RESOURCE", description = "e.g. node/web1, role/dev")
    private String resource;

    @Override
    public Integer call() {
        ApiRequest question = ApiRequest.get("/api/v1/access/explain")
                .query("user", user)
                .query("action", action)
                .query("resource", resource);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            AccessExplanation told = api.get(question, AccessExplanation.class);
            options.printer().print(told, () -> text(told));
        }
        return 0;
    }

    private static String text(AccessExplanation told) {
        StringBuilder text = new StringBuilder(told.allowed() ? "ALLOWED" : "DENIED")
                .append(": ")
                .append(told.user())
                .append(told.allowed() ? " may " : " may not ")
                .append(told.action())
                .append(" on ")
                .append(told.resource())
                .append(told.agentless() ? " (agentless)" : "")
                .append("\n\n");
        Table table = new Table("", "ROLE", "RULE", "BECAUSE");
        for (AccessReason reason : told.reasons()) {
            table.row(
                    told.decisive().contains(reason) ? "*" : "",
                    reason.role().isEmpty() ? "-" : reason.role(),
                    reason.rule().isEmpty() ? "-" : reason.rule(),
                    reason.text());
        }
        text.append(table.isEmpty() ? "No role is held, and nothing is allowed by default.\n" : table.render());
        if (!told.decisive().isEmpty()) {
            text.append("\n* without ")
                    .append(told.decisive().size() == 1 ? "this rule" : "these rules")
                    .append(" it would be ")
                    .append(told.allowed() ? "denied" : "allowed")
                    .append(".\n");
        }
        if (!told.needed().isEmpty()) {
            text.append("\nNeeded: ").append(told.needed()).append(".\n");
        }
        return text.toString();
    }
}
