package org.sallyport.cli.audit;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport audit}. */
@Command(
        name = "audit",
        description = "Read and verify the audit log.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditSearchCommand.class, AuditVerifyCommand.class, AuditProveCommand.class})
public final class AuditCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
