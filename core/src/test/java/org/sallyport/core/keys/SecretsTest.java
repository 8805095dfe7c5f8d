package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void tokensAreLongLowerCaseAndDifferent() {
        Set<String> seen = new HashSet<>();
        Set<Long> serials = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String token = Secrets.token();
            assertThat(token).matches("[a-z2-7]{32}");
            seen.add(token);
            long serial = Secrets.serial();
            assertThat(serial).isNotZero();
            serials.add(serial);
        }
        assertThat(seen).hasSize(1000);
        assertThat(serials).hasSize(1000).anyMatch(serial -> serial < 0);
    }

    @Test
    void digestIsSha256InHex() {
        assertThat(Secrets.sha256Hex("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Secrets.equal("a", "a")).isTrue();
        assertThat(Secrets.equal("a", "b")).isFalse();
        assertThat(new Secret("x").toString()).isEqualTo("[secret]");
    }
}
