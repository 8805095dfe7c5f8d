package org.sallyport.cli.nodes;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport nodes}. */
@Command(
        name = "nodes",
        description = "Enrol hosts that have a stock sshd and no agent; 'ls' lists all nodes.",
        mixinStandardHelpOptions = true,
        subcommands = {EnrollCommand.class, HostSetupCommand.class})
public final class NodesCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: enroll or host-setup");
    }
}
