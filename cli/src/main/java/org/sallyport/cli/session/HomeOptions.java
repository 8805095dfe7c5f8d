package org.sallyport.cli.session;

import java.nio.file.Path;
import org.sallyport.cli.profile.ProfileStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Of commands that ssh starts by the written ssh_config: which login, wherever its files are. */
public final class HomeOptions {
    @Mixin
    private ProxyOption proxy;

    @Option(names = "--home", paramLabel = "DIR", hidden = true, description = "What SALLYPORT_HOME says elsewhere.")
    private Path home;

    public String proxy() {
        return proxy.address();
    }

    public ProfileStore profiles() {
        return home == null ? ProfileStore.ofEnvironment() : new ProfileStore(home);
    }
}
