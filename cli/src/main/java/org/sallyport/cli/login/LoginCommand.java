package org.sallyport.cli.login;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.cli.browser.BrowserLogin;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport login}: keys are made here, only their public halves are sent. */
@Command(name = "login", description = "Log in and fetch short-lived certificates.", mixinStandardHelpOptions = true)
public final class LoginCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "Log in here by user name and password, not by browser.")
    private String user;

    @Option(
            names = "--connector",
            paramLabel = "NAME",
            description = {
                "Single sign-on by this connector: its page in the browser, or with --user a password of its directory."
            })
    private String connector = "";

    @Option(
            names = {"--headless", "--no-browser"},
            description = "The browser is on another machine: show a link and a code.")
    private boolean headless;

    @Option(
            names = "--ttl",
            paramLabel = "SPAN",
            description = "Life of the certificates, such as 8h (default: the longest your roles allow).")
    private String ttl = "";

    @Option(
            names = "--ca-pin",
            paramLabel = "sha256:HEX",
            description = "Verify the cluster by this pin instead of by a publicly trusted certificate.")
    private String caPin = "";

    @Option(
            names = "--direct",
            negatable = true,
            description = {
                "ssh goes to the cluster's SSH port instead of inside HTTPS: less work, one port more in the firewalls",
                "(default: as at the last login; at first no)."
            })
    private Boolean direct;

    @Override
    public Integer call() {
        ProfileStore store = ProfileStore.ofEnvironment();
        Optional<Profile> earlier = store.find(options.proxy());
        String proxy = options.proxy().isEmpty()
                ? earlier.map(Profile::proxy).orElseThrow(LoginFailures::noProxy)
                : options.proxy();
        String pin = caPin.isEmpty() ? earlier.map(Profile::caPin).orElse("") : caPin;

        LoginKeys keys = LoginKeys.generate();
        try (Api api = Api.connect(proxy, pin)) {
            LoginResponse answer = logIn(api, keys, proxy);
            Profile profile = new Profile(
                    proxy,
                    // those of now: the one given may be of keys that a rotation is about to end
                    pin.isEmpty()
                            ? ""
                            : String.join(",", answer.certificates().cluster().caPins()),
                    answer.user(),
                    answer.roles(),
                    answer.certificates().logins(),
                    answer.token(),
                    answer.certificates().expires(),
                    answer.certificates().cluster(),
                    answer.certificates().authorities(),
                    direct(answer.certificates().cluster(), earlier));
            Path directory = store.directory(proxy);
            keys.save(directory, answer.certificates());
            SshFiles.write(directory, profile);
            store.save(profile);
            SshAgent.add(directory.resolve(ProfileStore.KEY), profile.expires(), Clock.systemUTC());
            options.printer().print(answer.certificates(), () -> greeting(profile));
        }
        return 0;
    }

    private LoginResponse logIn(Api api, LoginKeys keys, String proxy) {
        Optional<ConnectorView> chosen = connector.isEmpty() ? Optional.empty() : Optional.of(connector(api));
        boolean asksForPassword =
                chosen.map(each -> each.method().equals("password")).orElse(false);
        if (user == null && !prompts.hasPasswordFile() && !asksForPassword) {
            return new BrowserLogin(api, options.err(), Clock.systemUTC())
                    .run(new BrowserLogin.Wish(keys.sshPublicLine(), keys.tlsPublicPem(), ttl, chosen), headless);
        }
        String name = user == null ? System.getProperty("user.name") : user;
        String password = prompts.password("Password for " + name + " at " + proxy + ": ");
        if (!connector.isEmpty()) {
            return api.post(
                    "/api/v1/sso/" + ApiRequest.segment(connector) + "/login",
                    new SsoLoginRequest(name, password, keys.sshPublicLine(), keys.tlsPublicPem(), ttl),
                    LoginResponse.class);
        }
        MfaAnswer factor = prompts.secondFactor(Clock.systemUTC());
        return api.post(
                "/api/v1/login",
                new LoginRequest(
                        name,
                        password,
                        factor.totp(),
                        keys.sshPublicLine(),
                        keys.tlsPublicPem(),
                        ttl,
                        factor.recoveryCode(),
                        null),
                LoginResponse.class);
    }

    private ConnectorView connector(Api api) {
        List<ConnectorView> known = List.of(api.get("/api/v1/sso", ConnectorView[].class));
        return known.stream()
                .filter(each -> each.name().equals(connector))
                .findFirst()
                .orElseThrow(() -> LoginFailures.noConnector(
                        connector, known.stream().map(ConnectorView::name).toList()));
    }

    private boolean direct(ClusterInfo cluster, Optional<Profile> earlier) {
        if (Boolean.TRUE.equals(direct) && cluster.sshAddress().isEmpty()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: this cluster has no SSH port; log in without --direct, ssh then goes inside HTTPS");
        }
        return direct != null
                ? direct
                : earlier.map(Profile::direct).orElse(false)
                        && !cluster.sshAddress().isEmpty();
    }

    private static String greeting(Profile profile) {
        return "Logged in to " + profile.cluster().clusterName() + " as " + profile.user() + ", until "
                + Times.local(profile.expires()) + ".\n"
                + "Logins: "
                + (profile.logins().isEmpty() ? "none" : String.join(", ", profile.logins())) + "\n";
    }
}
