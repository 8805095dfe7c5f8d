package org.sallyport.cli.proxy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.profile.LearntAuthorities;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.cli.session.HomeOptions;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.HttpProxy;
import org.sallyport.core.remote.TlsChannel;
import org.sallyport.core.remote.UpgradeClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport proxy ssh}: a node's SSH, or the proxy's, on standard input and output, inside HTTPS. */
@Command(
        name = "ssh",
        description = {
            "A node's SSH on standard input and output, for ssh's ProxyCommand; without NODE the cluster's SSH proxy.",
            "It goes to the HTTPS port only, through HTTPS_PROXY when that is set."
        },
        mixinStandardHelpOptions = true)
public final class ProxySshCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Mixin
    private HomeOptions options;

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "Name of the node, with or without the cluster's.")
    private String node = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        ReadableByteChannel in = new FileInputStream(FileDescriptor.in).getChannel();
        WritableByteChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        if (!node.isEmpty()) {
            ProfileStore profiles = options.profiles();
            Profile profile = profiles.require(options.proxy());
            return new NodeDial(profile, Clock.systemUTC(), new LearntAuthorities(profiles, profile))
                    .run(node, in, out, spec.commandLine().getErr());
        }
        ClusterAddress address = ClusterAddress.parse(
                options.proxy().isEmpty() ? options.profiles().require("").proxy() : options.proxy());
        return carry(new UpgradeClient(address, HttpProxy.ofEnvironment(address), LIMIT).open(), address, in, out);
    }

    /** Blocks until either side ends. @return exit code */
    static int carry(TlsChannel channel, ClusterAddress address, ReadableByteChannel in, WritableByteChannel out) {
        try (channel) {
            channel.socket().configureBlocking(true);
            return new Pump(channel, in, out).run();
        } catch (IOException e) {
            throw broken(address, e);
        }
    }

    static SallyportException broken(ClusterAddress address, IOException cause) {
        return new SallyportException(
                ErrorCode.PROXY_UNREACHABLE,
                "network: the connection with " + address + " broke (" + cause.getMessage() + "); connect again",
                "",
                cause);
    }
}
