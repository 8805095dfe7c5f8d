package org.sallyport.cli.admin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.TokenCreated;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin tokens add|ls|rm}. */
@Command(
        name = "tokens",
        description = "Join tokens: add, ls, rm.",
        mixinStandardHelpOptions = true,
        subcommands = TokensCommand.Add.class)
final class TokensCommand extends KindCommands {
    TokensCommand() {
        super("token");
    }

    /** {@code tokens add}. */
    @Command(name = "add", description = "Make a join token for an agent.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Option(
                names = {"--type", "--services"},
                split = ",",
                paramLabel = "SERVICE",
                description = "What the agent may serve: ssh, db, app, kube, discovery (default: ssh).")
        private List<String> services = List.of("ssh");

        @Option(names = "--ttl", paramLabel = "SPAN", description = "How long it is good for (default: 30m).")
        private String ttl = "";

        @Option(names = "--max-uses", paramLabel = "N", description = "How many joins (default: any number).")
        private Integer maxUses;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Its name (default: made up).")
        private String name;

        @Override
        public Integer call() {
            Profile profile = ProfileStore.ofEnvironment().require(options.proxy());
            List<ServiceType> types =
                    services.stream().map(ServiceType::ofWireName).toList();
            try (Api api = Api.of(profile)) {
                TokenCreated token = api.post(
                        "/api/v1/tokens",
                        new TokenCreation(Optional.ofNullable(name).orElse(""), types, ttl, maxUses),
                        TokenCreated.class);
                options.printer().print(token, () -> text(profile, token));
            }
            return 0;
        }

        private static String text(Profile profile, TokenCreated token) {
            return "Token (shown once, good until " + Times.local(token.expires()) + "):\n\n  " + token.value()
                    + "\n\nOn the machine to enrol, /etc/sallyport.yaml:\n\n"
                    + "  version: v1\n"
                    + "  proxy_server: " + profile.cluster().publicAddress() + "\n"
                    + "  ca_pin: " + String.join(",", token.caPins()) + "\n"
                    + "  join_params:\n"
                    + "    method: token\n"
                    + "    token_name: " + token.value() + "\n"
                    + "  ssh_service:\n"
                    + "    enabled: true\n"
                    + "\nThen: sallyport-agent start\n";
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: add, ls or rm");
    }
}
