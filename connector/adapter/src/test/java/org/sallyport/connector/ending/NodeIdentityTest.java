package org.sallyport.connector.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.adapter.FakeListener;
import org.sallyport.connector.adapter.TestCluster;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;

class NodeIdentityTest {
    private static final Duration LIFE = Duration.ofHours(24);

    private final TestCluster cluster = new TestCluster();
    private final FakeListener listener = new FakeListener(cluster);
    private final HandClock clock = new HandClock();
    private final String oldKey = SshKeys.line(cluster.hostCa.getPublic());
    private final String newKey = SshKeys.line(SshKeys.generate().getPublic());
    private Node node = node("web1");
    private final NodeIdentity identity = new NodeIdentity(listener, () -> node, clock);
    private long version;
    private int made;

    private static Node node(String name) {
        return new Node("host-id", name, Map.of(), Set.of(ServiceType.SSH), "1", true, Instant.EPOCH);
    }

    @BeforeEach
    void serve() {
        trusts(RotationPhase.STANDBY, 1, oldKey);
        listener.nodeKeys = asked -> {
            made++;
            KeyPair pair = SshKeys.generate();
            return new NodeKeys(
                    SshKeys.line(cluster.draft(OpenSshCertificateBuilder.hostCertificate(), pair)
                            .id(asked.name())
                            .principals(List.of(asked.name()))
                            .build(cluster.hostCa)),
                    SshKeys.privatePem(pair),
                    clock.instant().plus(LIFE));
        };
    }

    private void trusts(RotationPhase phase, int active, String... hostKeys) {
        version++;
        listener.trust = new Trust(
                version,
                cluster.id,
                List.of(
                        new Authority(CaType.HOST, List.of(hostKeys), List.of(), phase, active),
                        new Authority(CaType.USER, List.of("ssh-ed25519 user" + version), List.of())),
                Set.of(version));
    }

    private int asked() {
        assertThat(identity.get()).isNotNull();
        return made;
    }

    @Test
    void otherChangesOfTrustAreNoReasonForANewKey() {
        assertThat(asked()).isEqualTo(1);
        trusts(RotationPhase.STANDBY, 1, oldKey);
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void oneThatWasRevokedIsReplaced() {
        assertThat(asked()).isEqualTo(1);
        long serial = identity.get().certificate().getSerial();
        listener.trust = new Trust(99, cluster.id, listener.trust.authorities(), Set.of(serial));
        assertThat(asked()).isEqualTo(2);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void inARotationItIsRenewedWhenTheNewKeySignsAndOnceOnly() {
        assertThat(asked()).isEqualTo(1);
        trusts(RotationPhase.INIT, 1, oldKey, newKey);
        trusts(RotationPhase.UPDATE_CLIENTS, 1, newKey, oldKey);
        assertThat(asked()).as("the old one signs").isEqualTo(1);
        trusts(RotationPhase.UPDATE_SERVERS, 1, newKey, oldKey);
        assertThat(asked()).isEqualTo(2);
        trusts(RotationPhase.STANDBY, 1, newKey);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void atHalfItsLifeAndForAnotherNameItIsRenewed() {
        assertThat(asked()).isEqualTo(1);
        clock.pass(LIFE.dividedBy(2).minusSeconds(1));
        assertThat(asked()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        assertThat(asked()).isEqualTo(2);
        node = node("web2");
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void withoutANewOneTheOldOneIsUsedAsLongAsItIsGood() {
        assertThat(asked()).isEqualTo(1);
        listener.nodeKeys = asked -> {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "the store is away");
        };
        clock.pass(LIFE.minusSeconds(1));
        assertThat(asked()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(identity::get).hasMessageContaining("the store is away");
    }
}
