package org.sallyport.cli.ssh;

import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;

/** {@code sallyport ssh}: stock ssh with this login's certificate, through the proxy. */
@Command(
        name = "ssh",
        description = "Open a session on a node with stock ssh; every option of ssh works.",
        customSynopsis = "sallyport ssh [--proxy=HOST:PORT] [ssh options] [login@]node [command]")
public final class SshCommand extends StockTool {
    public SshCommand() {
        super("ssh");
    }

    @Override
    List<String> arguments(List<String> given, UnaryOperator<String> qualified) {
        return SshArguments.ssh(given, qualified);
    }
}
