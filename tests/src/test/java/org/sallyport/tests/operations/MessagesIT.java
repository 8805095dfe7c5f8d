package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** What an operator reads when something is wrong: one line with layer, cause and remedy, and an exit code. */
@ExtendWith(ClusterExtension.class)
final class MessagesIT {
    private static final String SSH = "ssh_service:\n  enabled: true\n";

    private static String onlyLine(Command.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        List<String> lines =
                result.stderr().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).as(result.toString()).isNotEmpty();
        return lines.getLast();
    }

    @Test
    void anUnknownKeyInTheAgentsConfiguration(Cluster cluster) {
        AgentProcess agent = cluster.newAgent("bad-key")
                .configure(cluster.server().publicAddress(), cluster.pin(), "x.y", "ssh_servce:\n  enabled: true\n");
        String line = onlyLine(agent.runToEnd());
        assertThat(line).contains("ssh_servce").contains("line 9").contains("ssh_service");
    }

    @Test
    void aWrongToken(Cluster cluster) {
        AgentProcess agent = cluster.newAgent("bad-token")
                .configure(cluster.server().publicAddress(), cluster.pin(), "nothing.abcdefgh", SSH);
        Command.Result result = agent.runToEnd();
        assertThat(onlyLine(result)).containsIgnoringCase("token");
        assertThat(cluster.awaitAudit("--event=agent.join.refused", "--text=no join token of this name"))
                .isNotEmpty();
    }

    @Test
    void aSpentToken(Cluster cluster) {
        String token = cluster.token("--max-uses=1");
        AgentProcess first =
                cluster.newAgent("spender").configure(cluster.server().publicAddress(), cluster.pin(), token, SSH);
        try (first) {
            first.start();
            cluster.awaitOnline("spender");
        }
        AgentProcess second =
                cluster.newAgent("late").configure(cluster.server().publicAddress(), cluster.pin(), token, SSH);
        assertThat(onlyLine(second.runToEnd())).containsIgnoringCase("token");
        assertThat(cluster.awaitAudit("--event=agent.join.refused", "--text=spent"))
                .isNotEmpty();
    }

    @Test
    void aWrongCaPin(Cluster cluster) {
        AgentProcess agent = cluster.newAgent("bad-pin")
                .configure(cluster.server().publicAddress(), "sha256:" + "0".repeat(64), cluster.token(), SSH);
        assertThat(onlyLine(agent.runToEnd())).contains("pin");
    }

    @Test
    void anUnreachableProxyIsNamedByTheClient(Cluster cluster) {
        Host host = cluster.network().client();
        Command.Result result = host.command(
                        Programs.bin("sallyport"),
                        "login",
                        "--proxy=127.0.0.1:1",
                        "--user=x",
                        "--ca-pin",
                        cluster.pin(),
                        "--password-file",
                        cluster.admin().passwordFile().toString(),
                        "--totp-secret-file",
                        cluster.admin().totpFile().toString())
                .with("SALLYPORT_HOME", cluster.directory().resolve("nobody").toString())
                .run();
        assertThat(onlyLine(result)).contains("127.0.0.1:1");
        assertThat(result.exitCode()).isEqualTo(8);
    }

    @Test
    void aTakenPort(Cluster cluster) {
        // the running server has 3023 already, so a second one on the same host must say so and end
        Command.Result result = cluster.network()
                .server()
                .command(
                        Programs.bin("sallyport-server"),
                        "--https-port=18443",
                        "--grpc-port=13025",
                        "--management-port=19990",
                        "--ssh-port=3023",
                        "--data-dir=" + cluster.directory().resolve("second"))
                .within(java.time.Duration.ofMinutes(3))
                .run();
        assertThat(result.exitCode())
                .as(Programs.tail(cluster.server().log(), 5))
                .isNotZero();
        assertThat(result.all()).contains("3023").contains("taken");
    }

    @Test
    void notLoggedIn(Cluster cluster) {
        Command.Result result = cluster.network()
                .client()
                .command(Programs.bin("sallyport"), "ls")
                .with("SALLYPORT_HOME", cluster.directory().resolve("nobody").toString())
                .run();
        assertThat(onlyLine(result)).contains("not logged in").contains("sallyport login");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void aDocumentWithAnUnknownField(Cluster cluster) {
        java.nio.file.Path file = cluster.directory().resolve("typo.yaml");
        Programs.write(file, "kind: role\nversion: v1\nmetadata: {name: typo}\nspec:\n  alow: {}\n");
        Command.Result result =
                cluster.admin().cli("admin", "apply", "-f", file.toString()).run();
        assertThat(onlyLine(result)).contains("alow").contains("line 5");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
