package org.sallyport.cli.access;

import java.util.concurrent.Callable;
import org.sallyport.api.rest.WhoCan;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport access who-can ACTION RESOURCE}. */
@Command(name = "who-can", description = "Which users may do ACTION to RESOURCE?", mixinStandardHelpOptions = true)
final class WhoCanCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(index = "0", paramLabel = "ACTION", description = "e.g. login:root, view, read")
    private String action;

    @Parameters(index = "1", paramLabel = "RESOURCE", description = "e.g. node/web1, node for all nodes, role/dev")
    private String resource;

    @Override
    public Integer call() {
        ApiRequest question =
                ApiRequest.get("/api/v1/access/who-can").query("action", action).query("resource", resource);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            WhoCan told = api.get(question, WhoCan.class);
            options.printer().print(told, () -> text(told));
        }
        return 0;
    }

    private static String agentless(WhoCan told) {
        return told.agentless() == 0 ? "" : told.agentless() + " of the nodes agentless.\n";
    }

    private static String text(WhoCan told) {
        if (told.users().isEmpty()) {
            return "Nobody.\n";
        }
        boolean many = told.nodes() > 1;
        Table table = many ? new Table("USER", "NODES", "E.G.") : new Table("USER");
        told.users().forEach(user -> {
            if (many) {
                table.row(user.name(), user.count() + " of " + told.nodes(), String.join(", ", user.examples()));
            } else {
                table.row(user.name());
            }
        });
        return table.render() + agentless(told);
    }
}
