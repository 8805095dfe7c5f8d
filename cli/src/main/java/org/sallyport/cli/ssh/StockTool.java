package org.sallyport.cli.ssh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A program of OpenSSH run with this login's certificate, through the proxy. */
abstract class StockTool implements Callable<Integer> {
    private final String program;

    @Option(names = "--proxy", paramLabel = "HOST:PORT", defaultValue = "${env:SALLYPORT_PROXY:-}")
    private String proxy = "";

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    StockTool(String program) {
        this.program = program;
    }

    /** The program's arguments, in which the cluster's nodes have their full names. */
    abstract List<String> arguments(List<String> given, UnaryOperator<String> qualified);

    @Override
    public final Integer call() {
        LoginSession session = LoginSession.requireValid(proxy, Clock.systemUTC());
        List<String> command =
                new ArrayList<>(List.of(program, "-F", session.sshConfigFile().toString()));
        command.addAll(arguments(words, session.sshConfig()::qualified));
        return ExecPlan.run(command);
    }
}
