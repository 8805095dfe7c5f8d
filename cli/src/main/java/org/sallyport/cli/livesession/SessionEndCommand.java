package org.sallyport.cli.livesession;

import java.util.concurrent.Callable;
import org.sallyport.cli.output.Format;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport sessions end}. */
@Command(
        name = "end",
        description = "End a session that goes on; its people read by whom and why.",
        mixinStandardHelpOptions = true)
public final class SessionEndCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(index = "0", paramLabel = "ID", description = "Of the session, as 'sessions ls' has it.")
    private String session = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "One line for the session's people.")
    private String reason = "";

    @Override
    public Integer call() {
        ApiRequest request = ApiRequest.of("DELETE", SessionListCommand.PATH + "/" + ApiRequest.segment(session))
                .query("reason", reason);
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            api.delete(request);
        }
        if (options.format() == Format.TEXT) {
            options.out().println("The agent was asked to end session " + session + ".");
            options.out().flush();
        }
        return 0;
    }
}
