package org.sallyport.tests.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code sallyport-agent} as an operator runs it, with a configuration file of its own. */
public final class AgentProcess implements AutoCloseable {
    private final Host host;
    private final Path directory;
    private final String name;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    AgentProcess(Host host, Path directory, String name) {
        this.host = host;
        this.directory = directory;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Host host() {
        return host;
    }

    public Path data() {
        return directory.resolve("data");
    }

    public Path config() {
        return directory.resolve("sallyport.yaml");
    }

    public Path log() {
        return directory.resolve("agent.log");
    }

    /** The configuration the documentation shows; {@code more} is appended. */
    public AgentProcess configure(String proxy, String pin, String token, String more) {
        Programs.write(config(), """
                version: v1
                node_name: %s
                data_dir: %s
                proxy_server: %s
                ca_pin: %s
                join_params:
                  method: token
                  token_name: %s
                %s""".formatted(name, data(), proxy, pin, token, more));
        return this;
    }

    public AgentProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public AgentProcess start() {
        process = command().start(log());
        return this;
    }

    /** Runs it to its end, for configurations that must be refused. */
    public Command.Result runToEnd() {
        return command().run();
    }

    /** What {@code sallyport-agent status} says. */
    public Command.Result status() {
        return host.command(Programs.bin("sallyport-agent"), "status", "--config", config().toString())
                .run();
    }

    private Command command() {
        return host.command(Programs.bin("sallyport-agent"), "start", "--config", config().toString())
                .with(environment);
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        waitForEnd();
    }

    public String tail() {
        return Programs.tail(log(), 60);
    }

    @Override
    public void close() {
        if (alive()) {
            process.destroy();
            if (!waitForEnd()) {
                kill();
            }
        }
    }

    private boolean waitForEnd() {
        try {
            return process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
