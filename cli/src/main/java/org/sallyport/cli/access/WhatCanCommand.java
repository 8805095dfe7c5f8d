package org.sallyport.cli.access;

import java.util.concurrent.Callable;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport access what-can [USER]}. */
@Command(name = "what-can", description = "What may USER do? Without USER: you.", mixinStandardHelpOptions = true)
final class WhatCanCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(arity = "0..1", paramLabel = "USER")
    private String user = "";

    @Override
    public Integer call() {
        ApiRequest question = ApiRequest.get("/api/v1/access/what-can").query("user", user);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            WhatCan told = api.get(question, WhatCan.class);
            options.printer().print(told, () -> text(told));
        }
        return 0;
    }

    private static String text(WhatCan told) {
        StringBuilder text = new StringBuilder();
        if (told.logins().isEmpty()) {
            text.append(told.user())
                    .append(" may log in to none of ")
                    .append(told.nodes())
                    .append(" nodes.\n");
        } else {
            Table logins = new Table("LOGIN", "NODES", "E.G.");
            told.logins()
                    .forEach(login -> logins.row(
                            login.name(), login.count() + " of " + told.nodes(), String.join(", ", login.examples())));
            text.append(logins.render());
            if (told.agentless() > 0) {
                text.append(told.agentless()).append(" of the nodes agentless.\n");
            }
        }
        if (!told.verbs().isEmpty()) {
            Table verbs = new Table("KIND", "VERBS");
            told.verbs().forEach((kind, allowed) -> verbs.row(kind, String.join(", ", allowed)));
            text.append('\n').append(verbs.render());
            if (told.verbs().values().stream()
                    .anyMatch(allowed -> allowed.stream().anyMatch(verb -> verb.endsWith("*")))) {
                text.append("* only where a rule says so\n");
            }
        }
        Table options = new Table("OPTION", "VALUE");
        told.options().forEach((name, value) -> options.row(name, value));
        return text.append('\n').append(options.render()).toString();
    }
}
