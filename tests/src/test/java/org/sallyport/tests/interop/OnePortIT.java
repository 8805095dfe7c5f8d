package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** From a network that lets nothing out but HTTPS, or nothing but an HTTP proxy. The agent is always in such a one. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OnePortIT {
    private static final int PROXY_PORT = 3128;
    private Cluster cluster;
    private Workplace at;

    @BeforeAll
    void open(Cluster running) {
        Assumptions.assumeTrue(running.network().isolated(), "needs network namespaces, that is root");
        cluster = running;
        at = Workplace.open(running, "sptone", "--no-direct");
        reject("-I", 3023);
    }

    @AfterAll
    void close() {
        if (at != null) {
            reject("-D", 3023);
            at.close();
        }
    }

    private void reject(String action, int port) {
        cluster.network()
                .client()
                .shell("iptables -w " + action + " OUTPUT -p tcp -d "
                        + cluster.network().server().address() + " --dport " + port + " -j REJECT")
                .run()
                .succeeded();
    }

    @Test
    void theSshPortIsIndeedOutOfReach() {
        String server = cluster.network().server().address();
        assertThat(cluster.network()
                        .client()
                        .command("timeout", "5", "bash", "-c", "echo > /dev/tcp/" + server + "/3023")
                        .run()
                        .exitCode())
                .isNotZero();
    }

    @Test
    void thePortSpeaksTls13AndStill12() {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            String most = version.equals("TLSv1.2") ? " -no_tls1_3" : "";
            Command.Result hello = cluster.network()
                    .client()
                    .shell("openssl s_client -brief" + most + " -connect "
                            + cluster.network().server().address() + ":8443 </dev/null")
                    .run();
            assertThat(hello.stderr()).contains("Protocol version: " + version);
        }
    }

    @Test
    void aSessionHasItsInputOutputAndExitCode() {
        byte[] data = new byte[16 * 1024 * 1024];
        new Random(1).nextBytes(data);
        Command.Result result = at.user()
                .ssh(at.target(), "cat; echo told >&2; exit 7")
                .input(data)
                .run();
        assertThat(result.stdout()).isEqualTo(data);
        assertThat(result.stderr()).contains("told");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void theClientsAddressArrivesWhole() {
        String client = cluster.network().client().address();
        Command.Result result =
                at.user().ssh(at.target(), "echo $SSH_CLIENT").run().succeeded();
        assertThat(result.out()).startsWith(client + " ");
        JsonNode dial = cluster.awaitAudit("--event=proxy.dial", "--user=sptone", "--limit=1");
        assertThat(dial.get(0).get("address").asText()).isEqualTo(client);
    }

    @Test
    void stockScpAndTheJumpThroughTheProxyGoThatWayToo() {
        Path file = at.scratch().resolve("stock");
        Programs.write(file, "stock\n".repeat(50_000));
        at.user()
                .host()
                .command("scp", "-F", at.user().sshConfig().toString(), file.toString(), at.target() + ":stock")
                .run()
                .succeeded();
        assertThat(at.user()
                        .ssh("-J", "sallyport-proxy." + Cluster.NAME, at.target(), "cat stock")
                        .run()
                        .succeeded()
                        .out())
                .isEqualTo(Programs.read(file));
    }

    @Test
    void aNodeThatTheUserMayNotSeeIsRefusedInTheServersWords() {
        Command.Result result =
                at.user().ssh("root@no-such-node." + Cluster.NAME, "true").run();
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.stderr())
                .contains("sallyport: Proxy Service: there is no ssh node 'no-such-node' that you may see");
        assertThat(cluster.awaitAudit("--event=proxy.dial.refused", "--user=sptone"))
                .isNotEmpty();
        assertThat(at.user().cli("proxy", "ssh", "no-such-node").run().exitCode())
                .isEqualTo(5);
    }

    @Test
    void aTokenThatIsNoLongerAcceptedSaysHowToGoOn() {
        Path profile = at.user().sshConfig().resolveSibling("profile.json");
        String whole = Programs.read(profile);
        try {
            Programs.write(profile, whole.replaceFirst("(\"token\" : \")[^\"]+", "$1gone"));
            Command.Result result = at.user().ssh(at.target(), "true").run();
            assertThat(result.exitCode()).isEqualTo(255);
            assertThat(result.stderr()).contains("log in again: sallyport login");
        } finally {
            Programs.write(profile, whole);
        }
    }

    @Test
    void theClientsOwnSshAndScpGoTheSameWay() {
        assertThat(at.user()
                        .cli("ssh", at.account().name() + "@" + Cluster.NODE, "id", "-un")
                        .run()
                        .succeeded()
                        .out())
                .isEqualTo(at.account().name() + "\n");
        Path file = at.scratch().resolve("file");
        Programs.write(file, "content\n".repeat(10_000));
        at.user()
                .cli("scp", file.toString(), at.account().name() + "@" + Cluster.NODE + ":copied")
                .run()
                .succeeded();
        assertThat(at.user().ssh(at.target(), "cat copied").run().succeeded().out())
                .isEqualTo(Programs.read(file));
    }

    @Test
    void anUnreachableClusterIsSaidInOneLine() {
        Command.Result result =
                at.user().cli("proxy", "ssh", "--proxy=127.0.0.1:1").run();
        assertThat(result.exitCode()).isEqualTo(8);
        assertThat(result.stderr().lines()).singleElement().asString().contains("127.0.0.1:1", "network:");
    }

    @Test
    void peopleAndAgentsPassAnHttpProxy() throws Exception {
        Host server = cluster.network().server();
        Path directory = at.scratch().resolve("tinyproxy");
        Programs.write(directory.resolve("tinyproxy.conf"), """
                Port %d
                Listen %s
                Timeout 600
                LogLevel Connect
                ConnectPort 8443
                """.formatted(PROXY_PORT, server.address()));
        Process proxy = server.command(
                        "tinyproxy",
                        "-d",
                        "-c",
                        directory.resolve("tinyproxy.conf").toString())
                .start(directory.resolve("log"));
        String url = "http://" + server.address() + ":" + PROXY_PORT;
        reject("-I", 8443);
        AgentProcess agent = cluster.newAgent("proxied", cluster.network().client())
                .with("HTTPS_PROXY", url)
                .configure(
                        cluster.server().publicAddress(),
                        cluster.pin(),
                        tokenThrough(url),
                        "ssh_service:\n  enabled: true\n");
        try {
            Command.Result refused = at.user().ssh(at.target(), "true").run();
            assertThat(refused.exitCode()).isEqualTo(255);
            assertThat(refused.stderr())
                    .contains("network:")
                    .contains(cluster.server().publicAddress());
            agent.start();
            String node = at.account().name() + "@proxied." + Cluster.NAME;
            Await.until(
                    "a session goes through the proxy to an agent that came through it",
                    java.time.Duration.ofSeconds(60),
                    () -> at.user()
                                    .ssh(node, "id -un")
                                    .with("HTTPS_PROXY", url)
                                    .run()
                                    .exitCode()
                            == 0,
                    agent::tail);
            Command.Result wrong = at.user()
                    .ssh(at.target(), "true")
                    .with("HTTPS_PROXY", "http://127.0.0.1:1")
                    .run();
            assertThat(wrong.stderr()).contains("HTTPS_PROXY", "NO_PROXY");
            assertThat(Programs.read(directory.resolve("log"))).contains("CONNECT");
        } finally {
            reject("-D", 8443);
            agent.close();
            proxy.destroy();
            proxy.waitFor();
        }
    }

    private String tokenThrough(String proxy) {
        Command.Result result = cluster.admin()
                .cli("admin", "tokens", "add", "--format=json")
                .with("HTTPS_PROXY", proxy)
                .run()
                .succeeded();
        return result.out().replaceAll("(?s).*\"value\" : \"([^\"]+)\".*", "$1");
    }
}
