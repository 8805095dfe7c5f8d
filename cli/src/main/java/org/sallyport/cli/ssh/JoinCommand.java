package org.sallyport.cli.ssh;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.SessionMode;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport join}: finds the node where a session goes on, and takes part in it with stock ssh. */
@Command(
        name = "join",
        description = "Take part in a session that goes on, with stock ssh.",
        mixinStandardHelpOptions = true)
public final class JoinCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Parameters(index = "0", paramLabel = "ID", description = "Of the session, as 'sessions ls' has it.")
    private String session = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "observer",
            description = "observer sees, peer also types, moderator sees and may end it (default: ${DEFAULT-VALUE}).")
    private SessionMode mode = SessionMode.OBSERVER;

    @Override
    public Integer call() {
        LoginSession login = LoginSession.requireValid(options.proxy(), Clock.systemUTC());
        LiveSessionView view;
        try (Api api = Api.of(login.profile())) {
            view = api.get(ApiRequest.get("/api/v1/sessions/" + ApiRequest.segment(session)), LiveSessionView.class);
        }
        requireMode(view, mode);
        return ExecPlan.run(command(login.sshConfigFile().toString(), login.sshConfig(), view, mode));
    }

    /** The agent would say so too, after a connection; {@code joinModes} tells which would do. */
    static void requireMode(LiveSessionView view, SessionMode mode) {
        if (view.joinModes().contains(mode)) {
            return;
        }
        String cause;
        if (!view.terminal()) {
            cause = "it has no terminal, so nobody can join it";
        } else if (view.joinModes().isEmpty()) {
            cause = "no role of yours lets you join it; it takes join_sessions for a role of who started it";
        } else {
            cause = "your roles let you join it as "
                    + view.joinModes().stream().map(SessionMode::wireName).collect(Collectors.joining(" or "))
                    + "; use --mode";
        }
        throw new SallyportException(
                ErrorCode.ACCESS_DENIED,
                "cli: you may not join session " + view.id() + " as " + mode.wireName() + ": " + cause);
    }

    /** By host id: several nodes may share a name. A terminal is asked for wherever ssh is run from. */
    static List<String> command(String configFile, SshConfig config, LiveSessionView view, SessionMode mode) {
        return List.of(
                "ssh",
                "-F",
                configFile,
                "-tt",
                "-l",
                LiveSession.JOIN_LOGIN,
                config.qualified(view.hostId()),
                "join",
                view.id(),
                mode.wireName());
    }
}
