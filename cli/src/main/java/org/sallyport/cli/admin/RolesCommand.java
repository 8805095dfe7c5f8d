package org.sallyport.cli.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport admin roles ls|rm}; roles are made and changed as documents. */
@Command(
        name = "roles",
        description = "Roles: ls, rm. Make and change them with 'admin apply' and 'admin edit'.",
        mixinStandardHelpOptions = true)
final class RolesCommand extends KindCommands {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    RolesCommand() {
        super("role");
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: ls or rm");
    }
}
