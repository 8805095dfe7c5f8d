package org.sallyport.cli.recording;

import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport recordings rm}. */
@Command(name = "rm", description = "Remove recordings for good.", mixinStandardHelpOptions = true)
public final class RecordingRemoveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(arity = "1..*", paramLabel = "SESSION", description = "Sessions' ids.")
    private List<String> sessions = List.of();

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            for (String session : sessions) {
                api.delete(RecordingListCommand.PATH + "/" + ApiRequest.segment(session));
            }
        }
        return 0;
    }
}
