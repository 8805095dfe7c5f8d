package org.sallyport.cli.ssh;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport ssh}: stock ssh with this login's certificate, through the proxy. */
@Command(
        name = "ssh",
        description = "Open a session on a node with stock ssh; every option of ssh works.",
        customSynopsis = "sallyport ssh [--proxy=HOST:PORT] [ssh options] [login@]node [command]")
public final class SshCommand implements Callable<Integer> {
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
                new ArrayList<>(List.of("ssh", "-F", session.sshConfigFile().toString()));
        command.addAll(SshArguments.ssh(words, session.sshConfig()::qualified));
        return ExecPlan.run(command);
    }
}
