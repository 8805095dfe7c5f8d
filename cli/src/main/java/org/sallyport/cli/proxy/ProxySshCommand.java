package org.sallyport.cli.proxy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.HttpProxy;
import org.sallyport.core.remote.TlsChannel;
import org.sallyport.core.remote.UpgradeClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sallyport proxy ssh}: the proxy's SSH on standard input and output, inside HTTPS. */
@Command(
        name = "ssh",
        description = {
            "The cluster's SSH proxy on standard input and output, for ssh's ProxyCommand.",
            "It goes to the HTTPS port only, through HTTPS_PROXY when that is set."
        },
        mixinStandardHelpOptions = true)
public final class ProxySshCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:SALLYPORT_PROXY:-}",
            description = "HTTPS address of the cluster (default: the last one logged in to).")
    private String proxy = "";

    @Override
    public Integer call() {
        ClusterAddress address = ClusterAddress.parse(proxy.isEmpty() ? current() : proxy);
        return carry(
                address,
                new FileInputStream(FileDescriptor.in).getChannel(),
                new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /** Blocks until either side ends. @return exit code */
    public static int carry(ClusterAddress address, ReadableByteChannel in, WritableByteChannel out) {
        TlsChannel channel = new UpgradeClient(address, HttpProxy.ofEnvironment(address), LIMIT).open();
        try (channel) {
            channel.socket().configureBlocking(true);
            return new Pump(channel, in, out).run();
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.PROXY_UNREACHABLE,
                    "network: the connection with " + address + " broke (" + e.getMessage() + "); connect again",
                    "",
                    e);
        }
    }

    private String current() {
        Profile profile = ProfileStore.ofEnvironment().require("");
        return profile.proxy();
    }
}
