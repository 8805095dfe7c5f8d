package org.sallyport.cli.session;

import java.io.PrintWriter;
import org.sallyport.cli.output.Format;
import org.sallyport.cli.output.Printer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that every command understands. */
public final class GlobalOptions {
    @Mixin
    private ProxyOption proxy;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec mixee;

    public String proxy() {
        return proxy.address();
    }

    public Format format() {
        return format;
    }

    public PrintWriter out() {
        return mixee.commandLine().getOut();
    }

    public PrintWriter err() {
        return mixee.commandLine().getErr();
    }

    public Printer printer() {
        return new Printer(out(), format);
    }
}
