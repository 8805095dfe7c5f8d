package org.sallyport.cli.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.UserCreation;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin users add|invite|ls|rm}. */
@Command(
        name = "users",
        description = "Users: add, invite, unlock, ls, rm.",
        mixinStandardHelpOptions = true,
        subcommands = {UsersCommand.Add.class, UsersCommand.Invite.class, UsersCommand.Unlock.class})
final class UsersCommand extends KindCommands {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    UsersCommand() {
        super("user");
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: add, invite, unlock, ls or rm");
    }

    private static String text(InviteCreated invite) {
        return "Invite for " + invite.user() + " (one use, good until " + Times.local(invite.expires()) + "):\n\n  "
                + invite.url() + "\n";
    }

    /** {@code users add}. */
    @Command(name = "add", description = "Make a user and an invite for it.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name;

        @Option(names = "--roles", split = ",", required = true, paramLabel = "ROLE", description = "Roles to hold.")
        private List<String> roles;

        @Option(
                names = "--logins",
                split = ",",
                paramLabel = "LOGIN",
                description = "OS accounts, for roles that read {{internal.logins}}.")
        private List<String> logins = List.of();

        @Option(names = "--ttl", paramLabel = "SPAN", description = "Life of the invite (default: 1h).")
        private String ttl = "";

        @Override
        public Integer call() {
            Map<String, List<String>> traits = new LinkedHashMap<>();
            if (!logins.isEmpty()) {
                traits.put("logins", logins);
            }
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                InviteCreated invite =
                        api.post("/api/v1/users", new UserCreation(name, roles, traits, ttl), InviteCreated.class);
                options.printer().print(invite, () -> text(invite));
            }
            return 0;
        }
    }

    /** {@code users invite}: a new invite, for a lost password or device. */
    @Command(name = "invite", description = "A new invite for an existing user.", mixinStandardHelpOptions = true)
    static final class Invite implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name;

        @Option(names = "--ttl", paramLabel = "SPAN", description = "Life of the invite (default: 1h).")
        private String ttl = "";

        @Override
        public Integer call() {
            ApiRequest request = ApiRequest.post("/api/v1/users/" + ApiRequest.segment(name) + "/invite", Map.of())
                    .query("ttl", ttl);
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                InviteCreated invite = api.post(request, InviteCreated.class);
                options.printer().print(invite, () -> text(invite));
            }
            return 0;
        }
    }

    /** {@code users unlock}: ends a lock-out after failed logins. */
    @Command(name = "unlock", description = "End a lock-out after failed logins.", mixinStandardHelpOptions = true)
    static final class Unlock implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name;

        @Override
        public Integer call() {
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                api.delete("/api/v1/users/" + ApiRequest.segment(name) + "/lockout");
                options.out().println("user/" + name + " unlocked");
            }
            return 0;
        }
    }
}
