package org.sallyport.cli.mfa;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.cli.factor.MfaHeader;
import org.sallyport.cli.login.Prompts;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport mfa add}: an app here; a security key needs the browser, whose address is printed. */
@Command(name = "add", description = "Add a second factor.", mixinStandardHelpOptions = true)
final class AddCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "totp: an authenticator app, here. webauthn: a security key or passkey, in the browser.")
    private MfaKind kind = MfaKind.TOTP;

    @Option(
            names = "--new-totp-secret-file",
            paramLabel = "FILE",
            description = "Be the new device: keep its secret in a file (for scripts).")
    private Path secretFile;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Your word for the device.")
    private String name = "second app";

    @Override
    public Integer call() {
        Profile profile = ProfileStore.ofEnvironment().require(options.proxy());
        return switch (kind) {
            case TOTP -> addApp(profile);
            case WEBAUTHN -> {
                options.out()
                        .println("A security key is added in the browser. Open:\n  https://"
                                + profile.cluster().publicAddress() + "/ui/account");
                yield 0;
            }
        };
    }

    private int addApp(Profile profile) {
        try (Api api = Api.of(profile)) {
            ApiRequest begin =
                    ApiRequest.post("/api/v1/mfa/registrations", new MfaRegistrationRequest(MfaKind.TOTP, false));
            // who comes by single sign-on has none to begin with
            boolean first =
                    api.get(ListCommand.DEVICES, MfaDevices.class).devices().isEmpty();
            MfaRegistration registration = api.post(
                    first ? begin : MfaHeader.on(begin, prompts.secondFactor(Clock.systemUTC())),
                    MfaRegistration.class);
            String code =
                    prompts.firstCode(secretFile, registration.totpUri(), registration.totpSecret(), options.out());
            MfaDeviceView added = api.post(
                    ListCommand.DEVICES,
                    new MfaEnrolment(registration.registration(), name, code, null),
                    MfaDeviceView.class);
            options.printer().print(added, () -> "Added '" + added.name() + "' (" + added.id() + ").\n");
        }
        return 0;
    }
}
