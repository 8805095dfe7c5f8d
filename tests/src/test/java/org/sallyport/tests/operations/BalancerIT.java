package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerBuild;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/** A server without an SSH port behind HAProxy: first one that passes TCP on, then one that ends TLS and speaks HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BalancerIT {
    private static final String NAME = "sptbal";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final int BEHIND = 9443;

    private OsAccount account;
    private Path directory;
    private Path build;
    private Host host;
    private Process balancer;
    private Cluster cluster;
    private UserSession user;

    @BeforeAll
    void start() throws Exception {
        TestNetwork network = TestNetwork.open("b");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces, that is root");
        host = network.server();
        directory = Cluster.newDirectory();
        account = OsAccount.create(NAME);
        build = ServerBuild.copy(directory.resolve("build"));
        ServerBuild.apply(build, "proxy-protocol.cli");
        balance("""
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen sallyport
                  bind %s:8443
                  server one 127.0.0.1:%d send-proxy-v2
                """.formatted(host.address(), BEHIND));
        ServerProcess server = new ServerProcess(host, directory.resolve("server"), build)
                .behindBalancer(BEHIND)
                .brief();
        cluster = Cluster.start(network, directory, server);
        user = cluster.newUser(NAME, "access", NAME);
        user.login().succeeded();
    }

    private void balance(String configuration) throws Exception {
        if (balancer != null) {
            balancer.destroy();
            balancer.waitFor();
        }
        Programs.write(directory.resolve("haproxy.cfg"), configuration);
        balancer = host.command(
                        "haproxy", "-db", "-f", directory.resolve("haproxy.cfg").toString())
                .start(directory.resolve("haproxy.log"));
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (balancer != null) {
            balancer.destroy();
        }
        if (account != null) {
            account.close();
        }
    }

    private void assertSessionsWorkAndTheClientsAddressIsKnown() {
        byte[] data = new byte[4 * 1024 * 1024];
        new Random(2).nextBytes(data);
        Command.Result result = user.ssh(TARGET, "echo $SSH_CLIENT >&2; cat; exit 3")
                .input(data)
                .run();
        assertThat(result.stdout()).as(result.stderr()).isEqualTo(data);
        assertThat(result.exitCode()).isEqualTo(3);
        String client = cluster.network().client().address();
        assertThat(result.stderr()).contains(client + " ");
        for (String event : List.of("proxy.dial", "session.start", "user.login")) {
            JsonNode newest = cluster.awaitAudit("--event=" + event, "--user=" + NAME, "--limit=1");
            assertThat(newest.get(0).get("address").asText()).as(event).isEqualTo(client);
        }
        JsonNode tunnel = cluster.awaitAudit("--event=tunnel.up", "--limit=1");
        assertThat(tunnel.get(0).get("address").asText())
                .isEqualTo(cluster.network().agent().address());
    }

    @Test
    @Order(1)
    void theServerHasNoSshPortAndSaysSo() {
        assertThat(host.command("ss", "-Hltn", "sport", "=", ":3023")
                        .run()
                        .succeeded()
                        .out())
                .isEmpty();
        assertThat(cluster.server().ping().succeeded().out()).contains("\"ssh_address\":\"\"");
        Command.Result direct = user.login("--direct");
        assertThat(direct.exitCode()).isNotZero();
        assertThat(direct.stderr()).contains("no SSH port");
    }

    @Test
    @Order(2)
    void behindABalancerThatPassesTcpOn() {
        assertSessionsWorkAndTheClientsAddressIsKnown();
    }

    @Test
    @Order(3)
    void behindABalancerThatEndsTls() throws Exception {
        cluster.server().close();
        ServerBuild.apply(build, "proxy-protocol-undo.cli", "forwarded.cli");
        // the servers' own certificate, so that the CA pin goes on to hold
        Path keys = directory.resolve("balancer.pem");
        Path data = cluster.server().data();
        host.shell("umask 077; sed -n 's/^sallyport\\.tls\\.password=//p' " + data.resolve("server.properties") + " > "
                        + directory.resolve("pass") + " && openssl pkcs12 -in " + data.resolve("tls/server.p12")
                        + " -nodes -passin file:" + directory.resolve("pass") + " -out " + keys)
                .run()
                .succeeded();
        balance("""
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 1m
                  timeout server 1m
                  timeout tunnel 1h
                listen sallyport
                  bind %s:8443 ssl crt %s alpn h2,http/1.1
                  http-request set-header X-Forwarded-For %%[src]
                  server one 127.0.0.1:%d ssl verify none alpn http/1.1
                """.formatted(host.address(), keys, BEHIND));
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        user.login().succeeded();
        assertSessionsWorkAndTheClientsAddressIsKnown();
    }

    @Test
    @Order(4)
    void aBalancerThatTakesTheUpgradeAwayIsNamed() throws Exception {
        balance(Programs.read(directory.resolve("haproxy.cfg"))
                .replace("  http-request set-header", "  http-request del-header Upgrade\n  http-request set-header"));
        Command.Result result =
                user.ssh(TARGET, "true").within(Duration.ofSeconds(30)).run();
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.stderr()).contains("Upgrade: sallyport-dial").contains("load balancer");
    }
}
