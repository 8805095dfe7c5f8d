package org.sallyport.cli.nodes;

import java.util.concurrent.Callable;
import org.sallyport.api.cert.Authority;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport nodes host-setup}: what goes on each host, the same for all. */
@Command(
        name = "host-setup",
        description = "Print what to do on a host without an agent, now or when the openssh CA is rotated.",
        mixinStandardHelpOptions = true)
final class HostSetupCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    @Override
    public Integer call() {
        try (Api api = Api.of(ProfileStore.ofEnvironment().require(options.proxy()))) {
            Authority authority = HostSetup.authority(api);
            options.printer().print(authority, () -> HostSetup.text(authority));
        }
        return 0;
    }
}
