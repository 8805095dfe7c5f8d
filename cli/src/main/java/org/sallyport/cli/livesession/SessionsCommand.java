package org.sallyport.cli.livesession;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport sessions}. */
@Command(
        name = "sessions",
        description = "List and end the sessions that go on now; 'join' takes part in one.",
        mixinStandardHelpOptions = true,
        subcommands = {SessionListCommand.class, SessionEndCommand.class})
public final class SessionsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
