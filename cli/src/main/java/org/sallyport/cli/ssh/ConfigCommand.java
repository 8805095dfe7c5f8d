package org.sallyport.cli.ssh;

import java.util.concurrent.Callable;
import org.sallyport.cli.session.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport config}: append its output to ~/.ssh/config, and plain {@code ssh node.cluster} works. */
@Command(
        name = "config",
        description = "Print ssh_config lines (and where the known_hosts CA lines are) for plain ssh.",
        mixinStandardHelpOptions = true)
public final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options;

    /** Both files' contents. */
    record SshSetup(String sshConfig, String knownHosts) {}

    @Override
    public Integer call() {
        SshConfig config = LoginSession.require(options.proxy()).sshConfig();
        SshSetup setup = new SshSetup(config.render(), config.knownHosts());
        options.printer()
                .print(
                        setup,
                        () -> setup.sshConfig() + "\n# known_hosts (kept in the file named above):\n"
                                + setup.knownHosts().replaceAll("(?m)^", "# "));
        return 0;
    }
}
