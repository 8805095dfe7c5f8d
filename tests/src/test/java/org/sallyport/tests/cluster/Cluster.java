package org.sallyport.tests.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.sallyport.api.codec.Json;

/**
 * A whole Sallyport as operators and users meet it: the provisioned server, one agent that dialled out, an
 * administrator. Built once for all test classes of a run; everything goes through the programs in {@code bin/}.
 */
public final class Cluster implements AutoCloseable, ExtensionContext.Store.CloseableResource {
    public static final String NAME = "sallyport";
    public static final String NODE = "node-1";
    private final TestNetwork network;
    private final Path directory;
    private final ServerProcess server;
    private String pin;
    private final UserSession admin;
    private final AgentProcess agent;

    private Cluster(TestNetwork network, Path directory, ServerProcess server) {
        this.network = network;
        this.directory = directory;
        this.server = server;
        Programs.write(directory.resolve("server/README"), "state of one test run\n");
        server.start();
        this.pin = pinOf(server.ping().succeeded().out());
        this.admin = newSession("admin");
        admin.acceptInvite(Programs.read(server.firstAdminInvite()).trim());
        admin.login().succeeded();
        this.agent = newAgent(NODE);
        agent.configure(
                        server.publicAddress(),
                        pin,
                        token(),
                        "ssh_service:\n  enabled: true\n  labels:\n    env: test\n")
                .start();
        awaitOnline(NODE);
    }

    static Cluster start() {
        TestNetwork network = TestNetwork.open("");
        Path directory = newDirectory();
        return start(network, directory, new ServerProcess(network.server(), directory.resolve("server")));
    }

    /** One of its own for a test that needs another server. Takes over the network. */
    public static Cluster start(TestNetwork network, Path directory, ServerProcess server) {
        try {
            return new Cluster(network, directory, server);
        } catch (RuntimeException | AssertionError e) {
            server.close();
            network.close();
            throw e;
        }
    }

    /** A directory for a cluster's state. */
    public static Path newDirectory() {
        try {
            Path directory = Files.createTempDirectory("sallyport-test-");
            // the agent runs sessions as other users, whose sftp-server must be able to walk here
            directory.toFile().setExecutable(true, false);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestNetwork network() {
        return network;
    }

    public ServerProcess server() {
        return server;
    }

    public UserSession admin() {
        return admin;
    }

    public AgentProcess agent() {
        return agent;
    }

    public String pin() {
        return pin;
    }

    /** What new users are given: it changes when the host CA is rotated. */
    public void pin(String now) {
        pin = now;
    }

    public Path directory() {
        return directory;
    }

    /** A new join token for the ssh service. */
    public String token(String... options) {
        String[] words = Stream.concat(Stream.of("admin", "tokens", "add"), Stream.of(options))
                .toArray(String[]::new);
        return admin.json(words).get("value").asText();
    }

    public AgentProcess newAgent(String name) {
        return newAgent(name, network.agent());
    }

    public AgentProcess newAgent(String name, Host host) {
        AgentProcess made = new AgentProcess(host, directory.resolve("agent-" + name), name);
        return server.isBrief() ? made.with("SALLYPORT_AGENT_JAVA_OPTS", "-XX:TieredStopAtLevel=1") : made;
    }

    /** A user of these roles and logins who has accepted the invite but not logged in. */
    public UserSession newUser(String name, String roles, String logins) {
        UserSession user = newSession(name);
        user.acceptInvite(invite(name, roles, logins));
        return user;
    }

    /** Makes a user. @return the one-time link to the console by which the person sets up the account */
    public String invite(String name, String roles, String logins) {
        return admin.json("admin", "users", "add", name, "--roles=" + roles, "--logins=" + logins)
                .get("url")
                .asText();
    }

    public void awaitOnline(String node) {
        Await.until("node " + node + " is online", Duration.ofSeconds(60), () -> isOnline(node), () -> agentTail(node));
    }

    public boolean isOnline(String node) {
        for (JsonNode seen : admin.json("ls", node)) {
            if (seen.get("name").asText().equals(node) && seen.get("online").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** The newest audit events that match, as JSON. */
    public JsonNode audit(String... options) {
        String[] words =
                Stream.concat(Stream.of("audit", "search"), Stream.of(options)).toArray(String[]::new);
        return admin.json(words);
    }

    /** Waits until the audit log has an event that matches: agents report in the background. */
    public JsonNode awaitAudit(String... options) {
        JsonNode[] found = new JsonNode[1];
        Await.until(
                "an audit event matching " + String.join(" ", options),
                Duration.ofSeconds(30),
                () -> {
                    found[0] = audit(options);
                    return !found[0].isEmpty();
                },
                () -> "newest events: " + audit("--limit=15").toPrettyString());
        return found[0];
    }

    private UserSession newSession(String name) {
        return new UserSession(network.client(), directory.resolve("user-" + name), name, server.publicAddress(), pin);
    }

    private String agentTail(String node) {
        return Programs.tail(directory.resolve("agent-" + node).resolve("agent.log"), 60) + "\nserver:\n"
                + server.tail();
    }

    private static String pinOf(String pingAnswer) {
        try {
            return Json.jsonMapper().readTree(pingAnswer).get("ca_pins").get(0).asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(pingAnswer, e);
        }
    }

    @Override
    public void close() {
        agent.close();
        server.close();
        network.close();
        keepLogs();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepLogs() {
        for (Path log : new Path[] {server.log(), agent.log()}) {
            if (Files.exists(log)) {
                Programs.write(
                        Programs.root().resolve("tests/target/logs").resolve(log.getFileName()), Programs.read(log));
            }
        }
    }
}
