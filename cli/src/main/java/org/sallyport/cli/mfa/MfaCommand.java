package org.sallyport.cli.mfa;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport mfa}: one's own second factors. */
@Command(
        name = "mfa",
        description = "Your second factors: ls, add, rm, recovery-codes.",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, AddCommand.class, RemoveCommand.class, RecoveryCodesCommand.class})
public final class MfaCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: ls, add, rm or recovery-codes");
    }
}
