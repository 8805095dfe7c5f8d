package org.sallyport.cli.mfa;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.cli.factor.MfaHeader;
import org.sallyport.cli.login.Prompts;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import org.sallyport.core.remote.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport mfa rm}. */
@Command(name = "rm", description = "Remove a second factor; the last one stays.", mixinStandardHelpOptions = true)
final class RemoveCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Mixin
    private Prompts prompts;

    @Parameters(paramLabel = "NAME", description = "The device's name or id.")
    private String name;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            MfaDeviceView device = api.get(ListCommand.DEVICES, MfaDevices.class).devices().stream()
                    .filter(mine -> mine.name().equals(name) || mine.id().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new SallyportException(
                            ErrorCode.NOT_FOUND, "cli: you have no device '" + name + "'; see 'sallyport mfa ls'"));
            ApiRequest removal = ApiRequest.of("DELETE", ListCommand.DEVICES + "/" + ApiRequest.segment(device.id()));
            api.delete(MfaHeader.on(removal, prompts.secondFactor(Clock.systemUTC())));
            options.out().println("Removed '" + device.name() + "'.");
        }
        return 0;
    }
}
