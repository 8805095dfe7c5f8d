package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;

/** Crashes and cut cables. */
@ExtendWith(ClusterExtension.class)
final class RecoveryIT {

    @Test
    void afterKillingTheServerTheAgentIsBackAndNothingIsLost(Cluster cluster) {
        JsonNode before = cluster.audit("--limit=100000");
        JsonNode rolesBefore = cluster.admin().json("admin", "get", "roles");
        cluster.server().kill();
        cluster.server().start();
        Await.until(
                "the agent's tunnel is back",
                Duration.ofSeconds(30),
                () -> cluster.isOnline(Cluster.NODE),
                () -> cluster.agent().tail());
        assertThat(cluster.admin().json("admin", "get", "roles")).isEqualTo(rolesBefore);
        assertThat(uids(cluster.audit("--limit=100000"))).containsAll(uids(before));
        Command.Result session = cluster.admin().cli("status").run();
        assertThat(session.exitCode()).as("the login outlives the server").isZero();
    }

    @Test
    void aBlackHoledTunnelIsNotSelectableAfterThreeMissedKeepAlives(Cluster cluster) {
        Assumptions.assumeTrue(cluster.network().isolated(), "needs network namespaces, that is root");
        Host agent = cluster.network().agent();
        agent.command("iptables", "-w", "-I", "OUTPUT", "1", "-p", "tcp", "-j", "DROP")
                .run()
                .succeeded();
        agent.command("iptables", "-w", "-I", "INPUT", "1", "-p", "tcp", "-j", "DROP")
                .run()
                .succeeded();
        try {
            // before anybody has noticed: the dial goes into the hole
            assertThat(dial(cluster))
                    .contains(
                            "proxy: the agent of '" + Cluster.NODE + "' is connected but did not answer",
                            "last seen 2");
            Await.until(
                    "the node is offline",
                    // three intervals of 15 s; the rest is for a busy machine to look
                    Duration.ofSeconds(50),
                    () -> !cluster.isOnline(Cluster.NODE),
                    () -> cluster.server().tail());
            assertThat(dial(cluster))
                    .contains(
                            "proxy: the agent of '" + Cluster.NODE + "' is not connected, last seen 2",
                            "check its way");
        } finally {
            agent.command("iptables", "-w", "-D", "OUTPUT", "1").run().succeeded();
            agent.command("iptables", "-w", "-D", "INPUT", "1").run().succeeded();
        }
        Await.until(
                "the node is back", Duration.ofSeconds(90), () -> cluster.isOnline(Cluster.NODE), () -> cluster.agent()
                        .tail());
        assertThat(cluster.awaitAudit("--event=tunnel.down")).isNotEmpty();
    }

    /** What stock ssh tells of an attempt that fails. */
    private static String dial(Cluster cluster) {
        Command.Result result = cluster.admin()
                .ssh("root@" + Cluster.NODE + "." + Cluster.NAME, "true")
                .run();
        assertThat(result.exitCode()).isEqualTo(255);
        return result.stderr();
    }

    private static java.util.List<String> uids(JsonNode events) {
        return events.findValuesAsText("uid");
    }
}
