package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;

/** Key exchanges that a recording of today does not give away to the computers of tomorrow. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostQuantumIT {
    private static final Pattern NEGOTIATED = Pattern.compile("kex: algorithm: (\\S+)");
    private static final String[] CLASSICAL = {"-o", "KexAlgorithms=curve25519-sha256"};
    private Workplace at;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptpq");
    }

    @AfterAll
    void close() {
        at.close();
    }

    private static void isPostQuantum(String kex) {
        assertThat(kex).matches("(mlkem768x25519-sha256|sntrup761x25519-sha512(@openssh\\.com)?)");
    }

    @Test
    void stockSshNegotiatesItWithTheProxyAndWithTheAgent() {
        Command.Result result = at.user().ssh("-vv", at.target(), "true").run().succeeded();
        assertThat(NEGOTIATED.matcher(result.stderr()).results().map(match -> match.group(1)))
                .as("jump to the proxy, then the node")
                .hasSize(2)
                .allSatisfy(PostQuantumIT::isPostQuantum);
    }

    @Test
    void theTunnelUsesMlKemAndSaysSo() {
        Command.Result status = at.cluster().agent().status().succeeded();
        assertThat(status.out())
                .containsPattern("tunnel +up since")
                .containsPattern("(?m)^ssh +mlkem768x25519-sha256, aes128-gcm@openssh.com, aead$");
        JsonNode up = at.cluster().awaitAudit("--event=tunnel.up", "--limit=1").get(0);
        assertThat(up.get("fields").get("kex").asText()).isEqualTo("mlkem768x25519-sha256");
        assertThat(up.get("fields").get("cipher").asText()).isEqualTo("aes128-gcm@openssh.com");
        assertThat(up.get("fields").get("mac").asText()).isEqualTo("aead");
    }

    @Test
    void theAuditLogSaysWhatASessionUsed() {
        at.user().ssh(at.target(), "true").run().succeeded();
        JsonNode started = at.cluster()
                .awaitAudit("--event=session.start", "--user=" + at.user().name(), "--limit=1")
                .get(0);
        isPostQuantum(started.get("fields").get("kex").asText());
        assertThat(started.get("fields").get("cipher").asText()).isNotEmpty();
    }

    @Test
    void aPolicyOfNothingElseHoldsAtTheProxyAndAtTheAgentWithoutARestart() {
        String before = policy("");
        assertThat(classical(at.target()).exitCode()).isZero();
        try {
            policy("  ssh_algorithms:\n    kex: [mlkem768x25519-sha256, sntrup761x25519-sha512@openssh.com]\n");
            for (String target : new String[] {"sallyport-proxy." + Cluster.NAME, at.target()}) {
                Await.until(
                        "classical key exchange refused by " + target,
                        Duration.ofSeconds(30),
                        () -> classical(target).stderr().contains("no matching key exchange method found"),
                        () -> classical(target).toString());
            }
            assertThat(at.user().ssh(at.target(), "echo in").run().succeeded().out())
                    .isEqualTo("in\n");
            assertThat(refusals("proxy.login.refused"))
                    .contains("proxy: none of the SSH kex offered (curve25519-sha256) is allowed here");
            assertThat(refusals("session.login.refused"))
                    .contains("agent " + Cluster.NODE + ": none of the SSH kex offered (curve25519-sha256)");
        } finally {
            apply(before);
        }
    }

    @Test
    void aPolicyThatNobodyCouldMeetIsRefused() {
        String document = document();
        Command.Result unknown = applied(document + "  ssh_algorithms:\n    kex: [kyber-1]\n");
        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.stderr())
                .contains("spec.ssh_algorithms.kex has 'kyber-1'")
                .contains("known are");
        Command.Result empty = applied(document + "  ssh_algorithms:\n    ciphers: []\n");
        assertThat(empty.exitCode()).isNotZero();
        assertThat(empty.stderr()).contains("spec.ssh_algorithms.ciphers is empty, so nobody could connect");
    }

    private Command.Result classical(String target) {
        return at.user().ssh(CLASSICAL[0], CLASSICAL[1], target, "true").run();
    }

    private String refusals(String event) {
        return at.cluster().awaitAudit("--event=" + event, "--limit=5").toString();
    }

    private String document() {
        return at.cluster()
                .admin()
                .cli("admin", "get", "cluster_config/cluster", "--format=yaml")
                .run()
                .succeeded()
                .out()
                .replaceAll("(?m)^ +revision:.*\n", "");
    }

    /** Appends to the specification, which is the last part. @return the document as it was */
    private String policy(String more) {
        String before = document();
        apply(before + more);
        return before;
    }

    private void apply(String document) {
        applied(document).succeeded();
    }

    private Command.Result applied(String document) {
        return at.cluster()
                .admin()
                .cli("admin", "apply", "-f", "-")
                .input(document.getBytes(StandardCharsets.UTF_8))
                .run();
    }
}
