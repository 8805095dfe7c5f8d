package org.sallyport.cli.login;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteView;
import org.sallyport.cli.factor.TotpFile;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport accept-invite URL}: what the console's invite page does, for those without a browser. */
@Command(
        name = "accept-invite",
        description = "Accept a one-time invite: set the password and enrol a one-time code device.",
        mixinStandardHelpOptions = true)
public final class InviteCommand implements Callable<Integer> {
    private static final String PATH = "/invite/";

    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Parameters(paramLabel = "URL", description = "The invite link.")
    private String url;

    @Option(names = "--ca-pin", paramLabel = "sha256:HEX", description = "Verify the cluster by this pin.")
    private String caPin = "";

    @Override
    public Integer call() {
        URI link = parse(url);
        String secret = link.getFragment().substring(PATH.length());
        String proxy = options.proxy().isEmpty()
                ? link.getHost() + ":" + (link.getPort() < 0 ? 443 : link.getPort())
                : options.proxy();
        try (Api api = Api.connect(proxy, caPin)) {
            InviteView view = api.get("/api/v1/invites/" + secret, InviteView.class);
            String code = enrol(view);
            String password = prompts.newPassword();
            String proof = code.isEmpty() ? prompts.totp(Clock.systemUTC()) : code;
            api.post("/api/v1/invites/" + secret, new InviteAcceptance(password, proof), Void.class);
            options.out()
                    .println("Welcome, " + view.user() + ". Now: sallyport login --proxy=" + proxy + " --user="
                            + view.user());
        }
        return 0;
    }

    /** With a secret file the device is that file; else the person copies the secret. @return the code if known */
    private String enrol(InviteView view) {
        if (prompts.totpSecretFile().isPresent()) {
            return TotpFile.create(prompts.totpSecretFile().get(), view.totpSecret())
                    .nextCode(Clock.systemUTC());
        }
        options.out()
                .println("Add this to your one-time code app:\n  " + view.totpUri() + "\n  secret: "
                        + view.totpSecret());
        options.out().flush();
        return "";
    }

    private static URI parse(String text) {
        return Optional.of(URI.create(text))
                .filter(link -> link.getHost() != null
                        && link.getFragment() != null
                        && link.getFragment().startsWith(PATH)
                        && link.getFragment().length() > PATH.length())
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_ARGUMENT,
                        "cli: this is no invite link; it looks like https://HOST:PORT/#/invite/SECRET"));
    }
}
