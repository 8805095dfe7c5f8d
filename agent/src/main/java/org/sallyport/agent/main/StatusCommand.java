package org.sallyport.agent.main;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sallyport.agent.config.AgentConfig;
import org.sallyport.agent.config.AgentConfigFile;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.resource.ServiceType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows who this agent is and whether it is connected; exit code 8 when it is not.")
final class StatusCommand implements Callable<Integer> {
    @Option(
            names = {"-c", "--config"},
            defaultValue = StartCommand.DEFAULT_CONFIG,
            description = "Configuration file, default ${DEFAULT-VALUE}.")
    private Path file;

    @Override
    public Integer call() {
        ShortLog.install(false);
        AgentConfig config = new AgentConfigFile(HostName::get).read(file);
        PrintStream out = System.out;
        Optional<AgentIdentity> identity = IdentityStore.peek(config.dataDir());
        boolean running = DataDirectory.held(config.dataDir());
        Optional<StatusFile.Status> tunnel = running ? StatusFile.read(config.dataDir()) : Optional.empty();
        out.println("node      " + config.nodeName());
        out.println("process   " + (running ? "running" : "not running"));
        if (identity.isEmpty()) {
            out.println("cluster   not joined yet");
            return ErrorType.UNAVAILABLE.exitCode();
        }
        AgentIdentity known = identity.get();
        out.println("cluster   " + known.cluster().clusterName() + " ("
                + known.cluster().clusterId() + ")");
        out.println("host id   " + known.hostId());
        out.println("services  "
                + known.services().stream().map(ServiceType::wireName).sorted().collect(Collectors.joining(", ")));
        out.println("expires   " + known.expires());
        out.println("tunnel    "
                + tunnel.map(state -> (state.up() ? "up" : "down: " + state.cause()) + " since " + state.since())
                        .orElse("none"));
        tunnel.flatMap(StatusFile.Status::algorithms).ifPresent(used -> out.println("ssh       " + used));
        return tunnel.filter(StatusFile.Status::up).isPresent() ? 0 : ErrorType.UNAVAILABLE.exitCode();
    }
}
