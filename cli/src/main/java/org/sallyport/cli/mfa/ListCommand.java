package org.sallyport.cli.mfa;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.cli.output.Table;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport mfa ls}. */
@Command(name = "ls", description = "List your second factors.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    static final String DEVICES = "/api/v1/mfa/devices";

    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            MfaDevices mine = api.get(DEVICES, MfaDevices.class);
            options.printer().print(mine, () -> text(mine, Clock.systemUTC().instant()));
        }
        return 0;
    }

    static String kind(MfaDeviceView device) {
        return switch (device.kind()) {
            case TOTP -> "authenticator app";
            case WEBAUTHN -> device.passwordless() ? "passkey" : "security key";
        };
    }

    private static String text(MfaDevices mine, Instant now) {
        Table table = new Table("NAME", "KIND", "ADDED", "LAST USED", "ID");
        for (MfaDeviceView device : mine.devices()) {
            table.row(
                    device.name(),
                    kind(device) + (device.usable() ? "" : " (only at " + device.rpId() + ")"),
                    Times.local(device.added()),
                    Optional.ofNullable(device.lastUsed())
                            .map(used -> Times.relative(used, now))
                            .orElse("never"),
                    device.id());
        }
        return table.render() + "Recovery codes left: " + mine.recoveryCodes() + "\n";
    }
}
