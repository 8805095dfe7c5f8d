package org.sallyport.api.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.SallyportException;

class OpensshNodeSpecTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";

    private static OpensshNodeSpec spec(String address, String... keys) {
        return new OpensshNodeSpec(address, List.of(keys));
    }

    @ParameterizedTest
    @CsvSource({
        "db1.example.org, db1.example.org:22, db1.example.org, 22",
        "DB1:2222, db1:2222, db1, 2222",
        "192.0.2.1, 192.0.2.1:22, 192.0.2.1, 22",
        "255.10.249.0:2222, 255.10.249.0:2222, 255.10.249.0, 2222",
        "1.db1, 1.db1:22, 1.db1, 22",
        "[2001:DB8::1], [2001:db8::1]:22, 2001:db8::1, 22",
        "[::ffff:192.0.2.1]:65535, [::ffff:192.0.2.1]:65535, ::ffff:192.0.2.1, 65535"
    })
    void addressesAreReadWithAndWithoutAPort(String given, String kept, String host, int port) {
        OpensshNodeSpec spec = spec(given, KEY);
        assertThat(spec.address()).isEqualTo(kept);
        assertThat(spec.host()).isEqualTo(host);
        assertThat(spec.port()).isEqualTo(port);
        assertThat(spec(kept, KEY)).isEqualTo(spec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "-oProxyCommand=x",
                "db1:0",
                "db1:65536",
                "db1:123456",
                "db1:",
                ":22",
                "2001:db8::1",
                "[2001:db8::1",
                "[fe80::1%eth0]:22",
                "db1/etc",
                "db1\n:22",
                "user@db1",
                "[]:22",
                "127.1",
                "2130706433",
                "0x7f000001",
                "127.0x1",
                "0177.0.0.1",
                "127.0.0.1.",
                "256.0.0.1",
                "192.0.2.1.5",
                "192.0.2",
                "[db1]:22"
            })
    void whatIsNoAddressIsRefused(String address) {
        assertThatThrownBy(() -> spec(address, KEY))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("spec.address");
    }

    @Test
    void keysAreKeptWithoutCommentsAndOnce() {
        assertThat(spec("db1", KEY + " root@db1", KEY, "@cert-authority  " + KEY + " the CA")
                        .hostKeys())
                .containsExactly(KEY, "@cert-authority " + KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
                "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
                "* ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
                "@revoked ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
                "-----BEGIN OPENSSH PRIVATE KEY-----"
            })
    void whatIsNoHostKeyIsRefused(String line) {
        assertThatThrownBy(() -> spec("db1", line)).hasMessageContaining("spec.host_keys");
    }

    @Test
    void aHostHasBetweenOneAndEightKeys() {
        assertThatThrownBy(() -> spec("db1")).hasMessageContaining("1 to 8");
        assertThatThrownBy(() -> new OpensshNodeSpec("db1", null)).hasMessageContaining("1 to 8");
        assertThatThrownBy(() -> new OpensshNodeSpec("db1", Collections.nCopies(9, KEY)))
                .hasMessageContaining("1 to 8");
    }

    @Test
    void asADocumentItHasTheseFieldsAndNoOthers() {
        String document = """
                kind: openssh_node
                version: v1
                metadata: {name: db1, labels: {env: prod}}
                spec:
                  address: db1.example.org:2222
                  host_keys: ['%s']
                """.formatted(KEY);
        ResourceCodec codec = new ResourceCodec();
        Resource<?> read = codec.parseYaml(document);
        assertThat(read.as(OpensshNodeSpec.class).spec()).isEqualTo(spec("db1.example.org:2222", KEY));
        assertThat(codec.parseYaml(codec.toYaml(read))).isEqualTo(read);
        assertThat(codec.toJson(read)).doesNotContain("\"port\"").doesNotContain("\"host\"");
        assertThatThrownBy(() -> codec.parseYaml(document.replace("address:", "adress:")))
                .hasMessageContaining("spec.adress");
        assertThatThrownBy(() -> codec.parseYaml(document + "  proxy_jump: x\n"))
                .hasMessageContaining("proxy_jump");
    }
}
