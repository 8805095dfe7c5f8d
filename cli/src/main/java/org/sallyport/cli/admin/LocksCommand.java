package org.sallyport.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.cli.output.Format;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin locks add|ls|rm}. */
@Command(
        name = "locks",
        description = "Locks: add, ls, rm. A lock shuts out at once, live sessions too.",
        mixinStandardHelpOptions = true,
        subcommands = LocksCommand.Add.class)
final class LocksCommand extends KindCommands {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    LocksCommand() {
        super("lock");
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: add, ls or rm");
    }

    /** {@code locks add}. */
    @Command(
            name = "add",
            description = "Lock out. All of the given parts must match; names are exact.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private GlobalOptions options;

        @Option(names = "--user", paramLabel = "NAME", description = "A user.")
        private Optional<String> user = Optional.empty();

        @Option(names = "--role", paramLabel = "NAME", description = "Everybody who holds this role.")
        private Optional<String> role = Optional.empty();

        @Option(names = "--login", paramLabel = "NAME", description = "An OS account on nodes.")
        private Optional<String> login = Optional.empty();

        @Option(names = "--node", paramLabel = "NAME", description = "A node by its host id or its name.")
        private Optional<String> node = Optional.empty();

        @Option(names = "--mfa-device", paramLabel = "ID", description = "A device that was logged in with.")
        private Optional<String> mfaDevice = Optional.empty();

        @Option(
                names = "--certificate",
                paramLabel = "SERIAL",
                description = "One certificate, as the audit log shows it.")
        private Optional<String> certificate = Optional.empty();

        @Option(names = "--access-request", paramLabel = "ID", description = "Whoever uses what this request granted.")
        private Optional<String> accessRequest = Optional.empty();

        @Option(names = "--message", paramLabel = "TEXT", description = "Told to whoever is locked out.")
        private String message = "";

        @Option(names = "--ttl", paramLabel = "SPAN", description = "How long it is in force (default: until removed).")
        private Optional<String> ttl = Optional.empty();

        @Option(names = "--force", description = "Also when it locks you yourself out.")
        private boolean force;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Its name (default: made up).")
        private Optional<String> name = Optional.empty();

        @Override
        public Integer call() {
            Resource<LockSpec> lock = document(Clock.systemUTC().instant());
            ResourcePrinter printer = new ResourcePrinter(options);
            try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
                if (!force) {
                    requireOthers(lock.spec().target(), api.get("/api/v1/whoami", WhoAmI.class));
                }
                JsonNode stored = api.post(ResourceName.collection(ResourceKind.LOCK), lock, JsonNode.class);
                if (options.format() == Format.TEXT) {
                    options.out().println(text(lock));
                } else {
                    printer.print(List.of(printer.parse(stored)), true);
                }
            }
            return 0;
        }

        private Resource<LockSpec> document(Instant now) {
            LockTarget target = new LockTarget(user, role, login, node, mfaDevice, certificate, accessRequest);
            Optional<Instant> expires = ttl.map(TimeSpans::parse).map(now::plus);
            String chosen = name.orElseGet(() -> UUID.randomUUID().toString());
            return Resource.of(new Metadata(chosen, "", Map.of(), expires, 0), new LockSpec(target, message));
        }

        private static String text(Resource<LockSpec> lock) {
            return "lock/" + lock.name() + " is in force: "
                    + lock.spec().target().describe()
                    + lock.metadata().expires().map(end -> ", until " + end).orElse("") + "\n"
                    + "To take it away: sallyport admin locks rm " + lock.name();
        }

        /** An accident that only somebody else could undo. */
        private static void requireOthers(LockTarget target, WhoAmI me) {
            if (target.wherever()
                    && target.user().map(me.user()::equals).orElse(true)
                    && target.role().map(Set.copyOf(me.roles())::contains).orElse(true)) {
                throw new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: this lock (" + target.describe()
                                + ") would shut you out yourself, and you could not take it"
                                + " away again; give --force if that is what you want");
            }
        }
    }
}
