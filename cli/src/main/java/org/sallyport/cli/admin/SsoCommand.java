package org.sallyport.cli.admin;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.PrivateFiles;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.cli.session.Pause;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin sso ls|rm|test|users|reset-mfa}. */
@Command(
        name = "sso",
        description = "Single sign-on: ls, rm, test, users, reset-mfa.",
        mixinStandardHelpOptions = true,
        subcommands = {SsoCommand.Test.class, SsoCommand.Users.class, SsoCommand.ResetMfa.class})
final class SsoCommand extends KindCommands {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    SsoCommand() {
        super("auth_connector");
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: ls, rm, test, users or reset-mfa");
    }

    /** {@code sso test}. */
    @Command(
            name = "test",
            description = "Show what a login by a connector would yield. Nobody is logged in by it.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        private static final Duration STEP = Duration.ofSeconds(1);

        @Mixin
        private GlobalOptions options;

        @Parameters(paramLabel = "NAME", description = "The connector.")
        private String name;

        @Option(
                names = "--user",
                paramLabel = "NAME",
                description = "Of the directory, for connectors that ask for it.")
        private String user = "";

        @Option(names = "--password-file", paramLabel = "FILE", description = "Read that user's password from a file.")
        private Path passwordFile;

        @Override
        public Integer call() {
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                SsoTest test = api.post(
                        "/api/v1/sso/" + ApiRequest.segment(name) + "/test",
                        new SsoTestRequest(user, password()),
                        SsoTest.class);
                if (!test.url().isEmpty() && test.outcome().isEmpty()) {
                    options.err().println("Open this link in a browser and log in there:\n\n  " + test.url() + "\n");
                    options.err().flush();
                    test = await(api, test);
                }
                SsoTest.Outcome outcome = test.outcome().orElseThrow();
                options.printer().print(outcome, () -> text(outcome));
                return outcome.allowed() ? 0 : ErrorType.UNAUTHENTICATED.exitCode();
            }
        }

        private String password() {
            if (user.isEmpty()) {
                return "";
            }
            if (passwordFile != null) {
                return PrivateFiles.read(passwordFile).stripTrailing();
            }
            return Optional.ofNullable(System.console())
                    .map(console -> new String(console.readPassword("Password of %s: ", user)))
                    .orElseThrow(() -> new SallyportException(
                            ErrorCode.INVALID_ARGUMENT,
                            "cli: there is no terminal to ask for the password. Give --password-file"));
        }

        private static SsoTest await(Api api, SsoTest started) {
            SsoTest test = started;
            while (test.outcome().isEmpty()) {
                Pause.of(STEP, Clock.systemUTC());
                test = api.get("/api/v1/sso-tests/" + ApiRequest.segment(started.id()), SsoTest.class);
            }
            return test;
        }

        private static String text(SsoTest.Outcome outcome) {
            StringBuilder text = new StringBuilder();
            text.append(outcome.allowed() ? "ALLOWED\n" : "REFUSED: " + outcome.refusal() + "\n");
            text.append("User:       ").append(outcome.user()).append('\n');
            if (outcome.allowed()) {
                text.append("Roles:      ")
                        .append(String.join(", ", outcome.roles()))
                        .append('\n');
                text.append("Logins:     ")
                        .append(String.join(", ", outcome.logins()))
                        .append('\n');
                text.append("Traits:\n").append(lines(outcome.traits()));
            }
            return text.append("Attributes:\n")
                    .append(lines(outcome.attributes()))
                    .toString();
        }

        private static String lines(Map<String, List<String>> values) {
            StringBuilder lines = new StringBuilder();
            values.forEach((name, each) ->
                    // a provider's words must not act on the terminal
                    lines.append(("  " + name + ": " + String.join(", ", each)).replaceAll("\\p{Cntrl}", "?"))
                            .append('\n'));
            return lines.toString();
        }
    }

    /** {@code sso reset-mfa}. */
    @Command(
            name = "reset-mfa",
            description = "Take away all second factors of somebody who lost them; they add a first one after a login.",
            mixinStandardHelpOptions = true)
    static final class ResetMfa implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Option(names = "--connector", paramLabel = "NAME", required = true, description = "They come by this one.")
        private String connector;

        @Parameters(paramLabel = "USER", description = "As 'sso users' shows it.")
        private String user;

        @Override
        public Integer call() {
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                api.delete(
                        "/api/v1/sso-users/" + ApiRequest.segment(connector) + "/" + ApiRequest.segment(user) + "/mfa");
            }
            options.out().println("'" + user + "' has no second factor any more.");
            return 0;
        }
    }

    /** {@code sso users}. */
    @Command(name = "users", description = "Who is here by single sign-on.", mixinStandardHelpOptions = true)
    static final class Users implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Override
        public Integer call() {
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                List<SsoUser> users = List.of(api.get("/api/v1/sso-users", SsoUser[].class));
                options.printer().print(users, () -> text(users));
            }
            return 0;
        }

        private static String text(List<SsoUser> users) {
            Table table = new Table("USER", "CONNECTOR", "ROLES", "SINCE", "UNTIL");
            users.forEach(user -> table.row(
                    user.user(),
                    user.connector(),
                    String.join(",", user.roles()),
                    Times.local(user.since()),
                    Times.local(user.expires())));
            return table.isEmpty() ? "Nobody is here by single sign-on.\n" : table.render();
        }
    }
}
