package org.sallyport.cli.recording;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport recordings}. */
@Command(
        name = "recordings",
        description = "List, export, verify and remove recordings of sessions; 'play' shows them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RecordingListCommand.class,
            RecordingExportCommand.class,
            RecordingVerifyCommand.class,
            RecordingRemoveCommand.class
        })
public final class RecordingsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
