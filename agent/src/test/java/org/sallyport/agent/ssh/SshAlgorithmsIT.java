package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.resource.SshAlgorithms;

/** What stock ssh and the agent agree on, and that the cluster's policy holds at the agent too. */
class SshAlgorithmsIT {
    private static final String SNTRUP = "sntrup761x25519-sha512@openssh.com";
    private SshFixture node;

    @BeforeEach
    void start() throws Exception {
        node = new SshFixture(System.getProperty("user.name"), List.of());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private static SshAlgorithms kex(String... names) {
        return new SshAlgorithms(Optional.of(List.of(names)), null, null);
    }

    @Test
    void stockSshGetsAPostQuantumKeyExchangeAndTheAuditLogSaysSo() {
        node.algorithms = kex("mlkem768x25519-sha256", SNTRUP);
        Ran ran = node.ssh("-vv", "-o", "KexAlgorithms=" + SNTRUP, "127.0.0.1", "echo in");
        assertThat(ran.out()).as(ran.err()).isEqualTo("in\n");
        assertThat(ran.err()).contains("debug1: kex: algorithm: " + SNTRUP);
        AuditEvent started = node.lastEvent("session.start").orElseThrow();
        assertThat(started.fields())
                .containsEntry("kex", SNTRUP)
                .containsEntry("cipher", "aes128-ctr")
                .containsEntry("mac", "hmac-sha2-256-etm@openssh.com");
    }

    @Test
    void withoutOptionsItIsPostQuantumToo() {
        Ran ran = node.ssh("-vv", "127.0.0.1", "true");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).containsPattern("debug1: kex: algorithm: (sntrup761|mlkem768)x25519-sha");
    }

    @Test
    void aClientWithNothingAllowedIsRefusedAndTold() {
        node.algorithms = kex("mlkem768x25519-sha256", SNTRUP);
        Ran ran = node.ssh("-o", "KexAlgorithms=curve25519-sha256", "127.0.0.1", "true");
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.err()).contains("no matching key exchange method found");
        Await.until(Duration.ofSeconds(20), () -> node.lastEvent("session.login.refused")
                .isPresent());
        AuditEvent refused = node.lastEvent("session.login.refused").orElseThrow();
        assertThat(refused.message())
                .isEqualTo("agent web1: none of the SSH kex offered (curve25519-sha256) is allowed here"
                        + " (mlkem768x25519-sha256, " + SNTRUP + "); update the SSH client, or ask an administrator to"
                        + " widen spec.ssh_algorithms.kex of cluster_config");
        assertThat(refused.address()).isEqualTo("192.0.2.7");
        assertThat(refused.fields()).containsEntry("reason", "UNSUPPORTED");
    }
}
