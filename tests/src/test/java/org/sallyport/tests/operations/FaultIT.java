package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** Failures that networks and machines only half admit; {@link RecoveryIT} has the black hole, the agent's own
 * tests have the wrong clock. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultIT {
    private static final String NAME = "sptfault";
    private static final String SSH = "ssh_service:\n  enabled: true\n";
    private Cluster cluster;
    private OsAccount account;
    private UserSession user;

    @BeforeAll
    void open(Cluster running) {
        Assumptions.assumeTrue(running.network().isolated(), "needs network namespaces, that is root");
        cluster = running;
        account = OsAccount.create(NAME);
        user = running.newUser(NAME, "access", NAME);
        user.login("--direct").succeeded();
    }

    @AfterAll
    void close() {
        if (account != null) {
            account.close();
        }
    }

    private AgentProcess agent(String name) {
        return cluster.newAgent(name).configure(cluster.server().publicAddress(), cluster.pin(), cluster.token(), SSH);
    }

    private Command.Result session(String node, String command) {
        return user.ssh(NAME + "@" + node + "." + Cluster.NAME, command).run();
    }

    private static void rule(Host host, String rule) {
        host.shell("iptables -w " + rule).run().succeeded();
    }

    @Test
    void anAgentThatDiedUnnoticedAndCameBackIsReachedAtOnce() {
        Host host = cluster.network().agent();
        AgentProcess agent = agent("halfopen").start();
        try {
            cluster.awaitOnline("halfopen");
            assertThat(session("halfopen", "id -un").succeeded().out()).isEqualTo(NAME + "\n");
            // its host is gone without a word: the proxy goes on to hold the tunnel
            String gone = "OUTPUT -p tcp -d " + cluster.network().server().address() + " -j DROP";
            rule(host, "-I " + gone);
            try {
                agent.kill();
            } finally {
                rule(host, "-D " + gone);
            }
            agent.start();
            Await.until(
                    "a second tunnel is up",
                    Duration.ofSeconds(60),
                    () -> cluster.audit("--event=tunnel.up", "--text=halfopen").size() == 2
                            || Programs.read(agent.log()).split("Tunnel to ", -1).length == 3,
                    agent::tail);
            // a dial through the dead one would be given up after 15 s, ssh gives up after 10 s
            Command.Result back = user.ssh("-o", "ConnectTimeout=10", NAME + "@halfopen." + Cluster.NAME, "id -un")
                    .run();
            assertThat(back.out()).as(back.stderr()).isEqualTo(NAME + "\n");
        } finally {
            agent.close();
        }
    }

    @Test
    void aPathThatLosesLargePacketsIsNamed() {
        Host client = cluster.network().client();
        String large = "INPUT -p tcp --sport 8443 -m length --length 400:65535 -j DROP";
        rule(client, "-I " + large);
        try {
            Command.Result result = user.cli(
                            "proxy", "ssh", "--proxy=" + cluster.server().publicAddress())
                    .run();
            assertThat(result.exitCode()).isEqualTo(8);
            assertThat(result.stderr().lines())
                    .singleElement()
                    .asString()
                    .contains("TLS:", "MTU", cluster.server().publicAddress());
        } finally {
            rule(client, "-D " + large);
        }
    }
}
