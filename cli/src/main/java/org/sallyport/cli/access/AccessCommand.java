package org.sallyport.cli.access;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sallyport access}: who may what, and why. */
@Command(
        name = "access",
        description = "Ask who may do what, and why.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "An ACTION is view, login:LOGIN, pty:LOGIN, file_copy:LOGIN, port_forwarding:LOGIN, agent_forwarding:LOGIN,",
            "join:MODE (sessions of user/NAME), or list, read, create, update, delete. A RESOURCE is KIND/NAME, e.g.",
            "node/web1 or role/dev."
        },
        subcommands = {ExplainCommand.class, WhoCanCommand.class, WhatCanCommand.class, DiffCommand.class})
public final class AccessCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
