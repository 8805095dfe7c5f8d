package org.sallyport.cli.proxy;

import org.sallyport.cli.ssh.SessionCertificateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport proxy}: ways into the cluster for other programs. */
@Command(
        name = "proxy",
        description = "Ways into the cluster for other programs.",
        mixinStandardHelpOptions = true,
        subcommands = {ProxySshCommand.class, SessionCertificateCommand.class})
public final class ProxyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
