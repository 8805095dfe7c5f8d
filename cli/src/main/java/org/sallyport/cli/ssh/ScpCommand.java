package org.sallyport.cli.ssh;

import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;

/** {@code sallyport scp}: stock scp with this login's certificate, through the proxy. */
@Command(
        name = "scp",
        description = "Copy files from and to nodes with stock scp; every option of scp works.",
        customSynopsis = "sallyport scp [--proxy=HOST:PORT] [scp options] [[login@]node:]path ... [[login@]node:]path")
public final class ScpCommand extends StockTool {
    public ScpCommand() {
        super("scp");
    }

    @Override
    List<String> arguments(List<String> given, UnaryOperator<String> qualified) {
        return SshArguments.scp(given, qualified);
    }
}
