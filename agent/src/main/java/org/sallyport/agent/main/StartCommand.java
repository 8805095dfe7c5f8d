package org.sallyport.agent.main;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.sallyport.agent.config.AgentConfig;
import org.sallyport.agent.config.AgentConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "start", description = "Joins the cluster if need be and serves until it is told to end (SIGTERM).")
final class StartCommand implements Callable<Integer> {
    static final String DEFAULT_CONFIG = "/etc/sallyport.yaml";

    @Option(
            names = {"-c", "--config"},
            defaultValue = DEFAULT_CONFIG,
            description = "Configuration file, default ${DEFAULT-VALUE}.")
    private Path file;

    @Option(
            names = {"-d", "--debug"},
            description = "Log much more.")
    private boolean debug;

    @Override
    public Integer call() throws InterruptedException {
        ShortLog.install(debug);
        AgentConfig config = new AgentConfigFile(HostName::get).read(file);
        AgentRun run = new AgentRun(config, SallyportAgent.version(), Clock.systemUTC());
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(run));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run.run();
        } catch (RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            run.close();
            throw e;
        }
        // the hook ends the process
        hook.join();
        return 0;
    }

    private static void stop(AgentRun run) {
        try {
            run.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.err.flush();
        // told to end and ended in order: not the 143 that a JVM makes of SIGTERM
        Runtime.getRuntime().halt(0);
    }
}
