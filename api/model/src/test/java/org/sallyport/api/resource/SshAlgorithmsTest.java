package org.sallyport.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

final class SshAlgorithmsTest {
    private static final String CONFIG = """
            kind: cluster_config
            version: v1
            metadata:
              name: cluster
            spec:
              cluster_name: example
              public_address: example.org:443
              ssh_address: ''
            """;

    private static SshAlgorithms policy(String... lines) {
        return new ResourceCodec()
                .parseYaml(CONFIG + String.join("\n", lines))
                .as(ClusterConfigSpec.class)
                .spec()
                .allowedAlgorithms();
    }

    @Test
    void withoutAPolicyAllIsAllowedPostQuantumFirst() {
        SshAlgorithms all = policy();
        assertThat(all).isEqualTo(SshAlgorithms.ALL);
        assertThat(all.allowedKex())
                .startsWith("mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com");
    }

    @Test
    void aPolicyOfOnlyPostQuantumKeyExchangesIsWrittenInTwoLines() {
        SshAlgorithms only =
                policy("  ssh_algorithms:", "    kex: [mlkem768x25519-sha256, sntrup761x25519-sha512@openssh.com]");
        assertThat(only.allowedKex()).containsExactly("mlkem768x25519-sha256", "sntrup761x25519-sha512@openssh.com");
        assertThat(only.allowedCiphers()).isEqualTo(SshAlgorithms.CIPHERS);
        assertThat(only.allowedMacs()).isEqualTo(SshAlgorithms.MACS);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> policy("  ssh_algorithms:", "    kex: [diffie-hellman-group1-sha1]"))
                .isInstanceOfSatisfying(SallyportException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.INVALID_RESOURCE))
                .hasMessageContaining("spec.ssh_algorithms.kex has 'diffie-hellman-group1-sha1'")
                .hasMessageContaining("known are mlkem768x25519-sha256");
    }

    @Test
    void aListThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> policy("  ssh_algorithms:", "    ciphers: []"))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("spec.ssh_algorithms.ciphers is empty, so nobody could connect")
                .hasMessageContaining("leave the field out");
        assertThatThrownBy(() -> new SshAlgorithms(null, null, Optional.of(List.of("none"))))
                .hasMessageContaining("spec.ssh_algorithms.macs has 'none'");
    }

    @Test
    void aNameThatIsRepeatedCountsOnce() {
        assertThat(new SshAlgorithms(null, Optional.of(List.of("aes128-ctr", "aes128-ctr")), null).allowedCiphers())
                .containsExactly("aes128-ctr");
    }
}
