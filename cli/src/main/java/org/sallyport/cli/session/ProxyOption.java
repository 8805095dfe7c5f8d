package org.sallyport.cli.session;

import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import picocli.CommandLine.Option;

/** Which cluster. */
public final class ProxyOption {
    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:SALLYPORT_PROXY:-}",
            description = "HTTPS address of the cluster (default: the last one logged in to).")
    private String proxy = "";

    public String address() {
        return proxy;
    }

    /** The login there. */
    public Profile profile() {
        return ProfileStore.ofEnvironment().require(proxy);
    }
}
