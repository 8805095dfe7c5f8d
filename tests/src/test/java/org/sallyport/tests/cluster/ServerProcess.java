package org.sallyport.tests.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The provisioned WildFly with the EAR, started by {@code bin/sallyport-server} as an operator would. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private final Host host;
    private final Path build;
    private final Path data;
    private final Path log;
    private String httpsPort = "8443";
    private String sshPort = "3023";
    private final Map<String, String> environment = new HashMap<>();
    private boolean brief;
    private Process process;

    ServerProcess(Host host, Path directory) {
        this(host, directory, Programs.root().resolve("ear/target/server"));
    }

    /** @param build a provisioned WildFly with the EAR, perhaps with other scripts applied to it */
    public ServerProcess(Host host, Path directory, Path build) {
        this.host = host;
        this.build = build;
        this.data = directory.resolve("data");
        this.log = directory.resolve("server.log");
    }

    /** SSH only inside HTTPS, behind a load balancer on this host that has the public port. */
    public ServerProcess behindBalancer(int port) {
        httpsPort = Integer.toString(port);
        sshPort = "off";
        return this;
    }

    public ServerProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /**
     * For a test that starts a server of its own and asks little of it: the second compiler would take more time than it
     * gives back. Not where many bytes flow, AES-GCM is only fast by it.
     */
    public ServerProcess brief() {
        brief = true;
        return this;
    }

    boolean isBrief() {
        return brief;
    }

    public Path data() {
        return data;
    }

    public Host host() {
        return host;
    }

    public Path log() {
        return log;
    }

    public String publicAddress() {
        return host.address() + ":8443";
    }

    /** Starts it and waits until its API answers. */
    public void start() {
        List<String> words = new ArrayList<>(List.of(
                Programs.bin("sallyport-server"),
                "--https-port=" + httpsPort,
                "--ssh-port=" + sshPort,
                "--grpc-port=3025",
                "--server-dir=" + build,
                "--data-dir=" + data,
                "--bind-address=" + (host.namespace().isEmpty() ? "127.0.0.1" : "0.0.0.0"),
                "--public-address=" + publicAddress()));
        if (brief) {
            words.addAll(List.of("--", "-XX:TieredStopAtLevel=1"));
        }
        process = host.command(words).with(environment).start(log);
        Await.until("the server answers", START_LIMIT, () -> !process.isAlive() || ping().exitCode() == 0, this::tail);
        if (!process.isAlive()) {
            throw new AssertionError("the server ended by itself\n" + tail());
        }
    }

    public Command.Result ping() {
        return host.command("curl", "-sfk", "--max-time", "5", "https://" + publicAddress() + "/api/v1/ping")
                .run();
    }

    /** As a power cut would. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        waitForEnd(30);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public Path firstAdminInvite() {
        Path invite = data.resolve("first-admin-invite");
        Await.until("the first administrator's invite is written", START_LIMIT, () -> Files.exists(invite), this::tail);
        return invite;
    }

    public String tail() {
        return Programs.tail(log, 60);
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!waitForEnd(30)) {
                kill();
            }
        }
    }

    private boolean waitForEnd(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
