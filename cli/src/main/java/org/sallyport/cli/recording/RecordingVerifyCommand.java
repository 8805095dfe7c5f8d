package org.sallyport.cli.recording;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport recordings verify}: exit code 1 when something is wrong. */
@Command(
        name = "verify",
        description = "Check every byte of recordings; exit code 1 when something is wrong or missing.",
        mixinStandardHelpOptions = true)
public final class RecordingVerifyCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Option(names = "--all", description = "All that you may see.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "SESSION", description = "Sessions' ids.")
    private List<String> sessions = List.of();

    @Override
    public Integer call() {
        if (all == !sessions.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "cli: name the sessions whose recordings to verify, or --all");
        }
        List<RecordingCheck> checks = new ArrayList<>();
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            for (String session : all ? everySession(api) : sessions) {
                checks.add(api.get(
                        RecordingListCommand.PATH + "/" + ApiRequest.segment(session) + "/verify",
                        RecordingCheck.class));
            }
        }
        options.printer().print(checks, () -> text(checks));
        return checks.stream().allMatch(RecordingCheck::sound) ? 0 : 1;
    }

    private static List<String> everySession(Api api) {
        ApiRequest listing = ApiRequest.get(RecordingListCommand.PATH);
        return api.all(listing, new TypeReference<Page<RecordingView>>() {}).stream()
                .map(view -> view.info().sessionId())
                .toList();
    }

    static String text(List<RecordingCheck> checks) {
        StringBuilder text = new StringBuilder();
        for (RecordingCheck check : checks) {
            text.append(check.sessionId())
                    .append(": ")
                    .append(check.sound() ? "sound" : "NOT SOUND")
                    .append(", ")
                    .append(check.state().wireName())
                    .append(", ")
                    .append(check.segments())
                    .append(" segments, ")
                    .append(check.frames())
                    .append(" frames\n");
            for (RecordingCheck.Fault fault : check.faults()) {
                text.append("  ")
                        .append(fault.segment() < 0 ? "recording" : "segment " + fault.segment())
                        .append(": ")
                        .append(fault.what())
                        .append('\n');
            }
        }
        return text.isEmpty() ? "There is no recording.\n" : text.toString();
    }
}
