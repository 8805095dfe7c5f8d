package org.sallyport.cli.events;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport events}. */
@Command(
        name = "events",
        description = "Send the audit log on to other systems.",
        mixinStandardHelpOptions = true,
        subcommands = EventsExportCommand.class)
public final class EventsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
