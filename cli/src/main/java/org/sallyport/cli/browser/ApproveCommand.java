package org.sallyport.cli.browser;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.BrowserLoginDecided;
import org.sallyport.api.rest.BrowserLoginView;
import org.sallyport.api.rest.UserCode;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport approve}: the console's page for a program's code, for whoever is logged in on a command line. */
@Command(
        name = "approve",
        description = "Log in a program on another machine by the code that it shows.",
        mixinStandardHelpOptions = true)
public final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(paramLabel = "CODE", description = "As 'sallyport login --headless' shows it on the other machine.")
    private String code;

    @ArgGroup
    private Decision decision;

    /** Without asking. */
    static final class Decision {
        @Option(names = "--yes", description = "Do not ask: log it in.")
        private boolean yes;

        @Option(names = "--deny", description = "Do not ask: refuse it.")
        private boolean deny;
    }

    @Override
    public Integer call() {
        Profile profile = ProfileStore.ofEnvironment().require(options.proxy());
        try (Api api = Api.of(profile)) {
            BrowserLoginView request =
                    api.post("/api/v1/login-requests/find", new UserCode(code), BrowserLoginView.class);
            options.out().print(described(request, profile.user()));
            options.out().flush();
            boolean approved = decision == null ? ask() : decision.yes;
            String path = "/api/v1/login-requests/" + ApiRequest.segment(request.id());
            api.post(path + (approved ? "/approve" : "/deny"), Map.of(), BrowserLoginDecided.class);
            options.out().println(approved ? "The program is logged in." : "The program was refused.");
        }
        return 0;
    }

    private static String described(BrowserLoginView request, String user) {
        // what the other machine calls itself must not act on this terminal
        return "sallyport on " + request.client().replaceAll("\\p{Cntrl}", "?") + " asks to act as " + user + ".\n"
                + "  asked from  " + request.address() + "\n"
                + "  asked at    " + Times.local(request.created()) + "\n"
                + (request.keyFingerprint().isEmpty() ? "" : "  its key     " + request.keyFingerprint() + "\n");
    }

    private static boolean ask() {
        Console console = Optional.ofNullable(System.console())
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: there is no terminal to ask on; look at who asks above, and give --yes or --deny"));
        String answer = console.readLine("Go on only when you started it yourself. Log it in? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
