package org.sallyport.cli.admin;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.RotationRequest;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport admin auth ls|status|rotate|rollback|export}. */
@Command(
        name = "auth",
        description = "The cluster's CAs: ls, status, rotate, rollback, export.",
        mixinStandardHelpOptions = true)
final class AuthCommand implements Runnable {
    private static final String PATH = "/api/v1/authorities";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: ls, status, rotate, rollback or export");
    }

    @Command(name = "ls", description = "List the CAs and their keys.", mixinStandardHelpOptions = true)
    int list(@Mixin GlobalOptions options) {
        try (Api api = api(options)) {
            List<CaStatus> all = all(api);
            options.printer().print(all, () -> AuthText.keys(all));
        }
        return 0;
    }

    @Command(
            name = "status",
            description = "Show where each rotation stands, and the agents that the next phase would cut off.",
            mixinStandardHelpOptions = true)
    int status(
            @Mixin GlobalOptions options,
            @Parameters(arity = "0..1", paramLabel = "CA", description = "user, host or openssh (default: all).")
                    String ca) {
        try (Api api = api(options)) {
            CaType wanted = ca == null ? null : type(ca);
            List<CaStatus> found = all(api).stream()
                    .filter(status -> wanted == null || status.type() == wanted)
                    .toList();
            options.printer()
                    .print(found, () -> found.stream().map(AuthText::status).collect(Collectors.joining("\n")));
        }
        return 0;
    }

    @Command(
            name = "rotate",
            description = {
                "Exchange the keys of a CA. Without options on a schedule of 30 h; see also the rotation guide.",
                "By hand: --phase=init, update_clients, update_servers, standby, each once nobody lags behind."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "CA", description = "user, host or openssh.") String ca,
            @Option(names = "--phase", paramLabel = "PHASE", description = "Go to this phase, by hand.") String phase,
            @Option(
                            names = "--grace",
                            paramLabel = "SPAN",
                            description =
                                    "On a schedule over this time; 0s replaces the keys at once and cuts everybody off.")
                    String grace) {
        RotationRequest request = new RotationRequest(phase == null ? null : phase(phase), grace);
        return print(options, api -> api.post(PATH + "/" + type(ca).wireName() + "/rotate", request, CaStatus.class));
    }

    @Command(name = "rollback", description = "Back to the old keys.", mixinStandardHelpOptions = true)
    int rollback(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "CA", description = "user, host or openssh.") String ca) {
        return print(
                options,
                api -> api.post(
                        PATH + "/" + type(ca).wireName() + "/rollback",
                        new RotationRequest(null, null),
                        CaStatus.class));
    }

    @Command(
            name = "export",
            description = "Print the public keys that are trusted now.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "CA", description = "user, host or openssh.") String ca,
            @Option(
                            names = "--as",
                            paramLabel = "FORM",
                            defaultValue = "ssh",
                            description = "ssh (for TrustedUserCAKeys), known_hosts or x509 (default: ssh).")
                    String form) {
        CaType wanted = type(ca);
        try (Api api = api(options)) {
            List<Authority> authorities = authorities(api, wanted);
            AuthText.requireForm(wanted, form);
            options.printer().print(authorities, () -> AuthText.export(authorities, form));
        }
        return 0;
    }

    /** That for stock sshd is not among those that clients trust, and asked for apart. */
    private static List<Authority> authorities(Api api, CaType wanted) {
        if (wanted == CaType.OPENSSH) {
            return List.of(api.get(PATH + "/" + wanted.wireName(), Authority.class));
        }
        return api.get(PATH, AuthoritiesAnswer.class).authorities().stream()
                .filter(authority -> authority.type() == wanted)
                .toList();
    }

    private int print(GlobalOptions options, java.util.function.Function<Api, CaStatus> change) {
        try (Api api = api(options)) {
            CaStatus status = change.apply(api);
            options.printer().print(status, () -> AuthText.status(status));
        }
        return 0;
    }

    private static Api api(GlobalOptions options) {
        return Api.of(ProfileStore.ofEnvironment().require(options.proxy()));
    }

    private static List<CaStatus> all(Api api) {
        return List.of(api.get(PATH + "/status", CaStatus[].class));
    }

    private static CaType type(String name) {
        return known(List.of(CaType.values()), type -> type.wireName().equals(name), "CA", name, CaType::wireName);
    }

    private static RotationPhase phase(String name) {
        return known(
                List.of(RotationPhase.values()),
                phase -> phase.wireName().equals(name),
                "phase",
                name,
                RotationPhase::wireName);
    }

    private static <T> T known(
            List<T> all, Predicate<T> wanted, String what, String name, java.util.function.Function<T, String> names) {
        return all.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: there is no " + what + " '" + name + "'; use "
                                + all.stream().map(names).collect(Collectors.joining(", "))));
    }
}
