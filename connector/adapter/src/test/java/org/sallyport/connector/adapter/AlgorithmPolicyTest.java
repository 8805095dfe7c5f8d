package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.resource.SshAlgorithms;

/** What the proxy negotiates, and that the cluster's policy holds without a restart. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AlgorithmPolicyTest {
    private static final String ML_KEM = "mlkem768x25519-sha256";

    private RunningProxy proxy;

    @BeforeEach
    void start() {
        proxy = new RunningProxy();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    private static SshAlgorithms kex(String... names) {
        return new SshAlgorithms(Optional.of(List.of(names)), null, null);
    }

    private boolean loginWith(SshAlgorithms offered) {
        proxy.peers.offered = offered;
        try {
            proxy.peers.connect("jo", proxy.cluster.user("jo", "root")).close(true);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aTunnelIsToldWithWhatItNegotiated() throws Exception {
        proxy.peers.connect("agent", proxy.cluster.agent(UUID.randomUUID().toString()));
        await("tunnel up", () -> !proxy.listener.tunnelsUp.isEmpty());
        assertThat(proxy.listener.tunnelsUp.getFirst().algorithms())
                .isEqualTo(new NegotiatedAlgorithms(ML_KEM, "aes128-gcm@openssh.com", "aead"));
    }

    @Test
    void aNewPolicyRefusesWhoOffersNothingOfIt() {
        assertThat(loginWith(kex("curve25519-sha256"))).isTrue();
        proxy.listener.algorithms = kex(ML_KEM);
        await("the policy in force", () -> !loginWith(kex("curve25519-sha256")));
        await("refusal reported", () -> !proxy.listener.refusals.isEmpty());
        assertThat(proxy.listener.refusals.getFirst()).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(refusal.address()).isEqualTo("127.0.0.1");
            assertThat(refusal.message())
                    .startsWith("proxy: none of the SSH kex offered (curve25519-sha256) is allowed here (" + ML_KEM);
        });
        assertThat(loginWith(kex("curve25519-sha256", ML_KEM))).isTrue();
    }

    @Test
    void thePolicyStaysWhileTheAuthServiceIsAway() {
        proxy.listener.algorithms = kex(ML_KEM);
        await("the policy in force", () -> !loginWith(kex("curve25519-sha256")));
        proxy.listener.algorithmsFailure =
                Optional.of(new SallyportException(ErrorCode.STORE_UNAVAILABLE, "auth: the store is away; try again"));
        await("asked in vain", () -> proxy.listener.algorithmsAskedInVain.get() > 1);
        assertThat(loginWith(kex("curve25519-sha256"))).isFalse();
        assertThat(loginWith(kex(ML_KEM))).isTrue();
    }
}
