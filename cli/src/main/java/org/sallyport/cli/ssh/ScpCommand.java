package org.sallyport.cli.ssh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport scp}: stock scp with this login's certificate, through the proxy. */
@Command(
        name = "scp",
        description = "Copy files from and to nodes with stock scp; every option of scp works.",
        customSynopsis = "sallyport scp [--proxy=HOST:PORT] [scp options] [[login@]node:]path ... [[login@]node:]path")
public final class ScpCommand implements Callable<Integer> {
    @Option(names = "--proxy", paramLabel = "HOST:PORT", defaultValue = "${env:SALLYPORT_PROXY:-}")
    private String proxy = "";

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        LoginSession session = LoginSession.requireValid(proxy, Clock.systemUTC());
        List<String> command =
                new ArrayList<>(List.of("scp", "-F", session.sshConfigFile().toString()));
        command.addAll(SshArguments.scp(words, session.sshConfig()::qualified));
        return ExecPlan.run(command);
    }
}
