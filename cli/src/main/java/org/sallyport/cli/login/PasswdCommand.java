package org.sallyport.cli.login;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.api.rest.SessionsEnded;
import org.sallyport.cli.factor.MfaHeader;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport passwd}: by the old password and a one-time or recovery code; security keys need the console. */
@Command(
        name = "passwd",
        description = "Change your password. You stay logged in here, and nowhere else.",
        mixinStandardHelpOptions = true)
public final class PasswdCommand implements Callable<Integer> {
    private static final String NEW_FILE = "--new-password-file";

    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Option(names = NEW_FILE, paramLabel = "FILE", description = "Read the new password from a file.")
    private Path newPasswordFile;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            PasswordChange change = new PasswordChange(
                    prompts.password("Old password: "), prompts.newPassword(newPasswordFile, NEW_FILE));
            ApiRequest request = ApiRequest.of("PUT", "/api/v1/password").with(change);
            SessionsEnded done =
                    api.post(MfaHeader.on(request, prompts.secondFactor(Clock.systemUTC())), SessionsEnded.class);
            options.printer().print(done, () -> "Password changed. Other logins that ended: " + done.ended() + ".\n");
        }
        return 0;
    }
}
