package org.sallyport.cli.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport admin}: dynamic resources, tokens and users. */
@Command(
        name = "admin",
        description = "Administer the cluster: resources, tokens, users, roles, locks, CA keys, single sign-on.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GetCommand.class,
            CreateCommand.class,
            ApplyCommand.class,
            RmCommand.class,
            EditCommand.class,
            TokensCommand.class,
            UsersCommand.class,
            RolesCommand.class,
            LocksCommand.class,
            AuthCommand.class,
            SsoCommand.class
        })
public final class AdminCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
