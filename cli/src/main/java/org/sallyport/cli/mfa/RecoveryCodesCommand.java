package org.sallyport.cli.mfa;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.RecoveryCodes;
import org.sallyport.cli.factor.MfaHeader;
import org.sallyport.cli.login.Prompts;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport mfa recovery-codes}. */
@Command(
        name = "recovery-codes",
        description = "Make ten new recovery codes; earlier ones are void.",
        mixinStandardHelpOptions = true)
final class RecoveryCodesCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            ApiRequest request = ApiRequest.post("/api/v1/mfa/recovery-codes", Map.of());
            RecoveryCodes made =
                    api.post(MfaHeader.on(request, prompts.secondFactor(Clock.systemUTC())), RecoveryCodes.class);
            options.printer()
                    .print(
                            made,
                            () -> "Each lets you in once when your devices are lost. They are shown only now:\n  "
                                    + String.join("\n  ", made.codes()) + "\n");
        }
        return 0;
    }
}
