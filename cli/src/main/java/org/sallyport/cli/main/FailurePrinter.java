package org.sallyport.cli.main;

import java.io.PrintWriter;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import picocli.CommandLine;

/** One line on stderr and the exit code of the failure's type; the trace only with SALLYPORT_DEBUG set. */
final class FailurePrinter implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        int exitCode;
        if (failure instanceof SallyportException known) {
            err.println("sallyport: " + known.userMessage());
            exitCode = known.type().exitCode();
        } else {
            err.println("sallyport: internal error: " + failure + " (set SALLYPORT_DEBUG=1 for the trace)");
            exitCode = ErrorType.INTERNAL.exitCode();
        }
        if (System.getenv("SALLYPORT_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode;
    }
}
