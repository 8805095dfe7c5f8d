package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class SealingTest {
    private static final byte[] PLAIN = "the key".getBytes(StandardCharsets.UTF_8);
    private final AesKeySealer sealer = new AesKeySealer(new SecretKeySpec(Secrets.bytes(32), "AES"));

    @Test
    void opensWhatItSealedAndSealsEachTimeAnew() {
        byte[] sealed = sealer.seal(PLAIN, "ca:user");
        assertThat(sealer.open(sealed, "ca:user")).isEqualTo(PLAIN);
        assertThat(sealer.seal(PLAIN, "ca:user")).isNotEqualTo(sealed);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("the key");
    }

    @Test
    void otherContextOtherKeyAndAnyChangedByteDoNotOpen() {
        byte[] sealed = sealer.seal(PLAIN, "ca:user");
        assertRefused(() -> sealer.open(sealed, "ca:host"));
        AesKeySealer other = new AesKeySealer(new SecretKeySpec(Secrets.bytes(32), "AES"));
        assertRefused(() -> other.open(sealed, "ca:user"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(() -> sealer.open(changed, "ca:user"));
        }
        assertRefused(() -> sealer.open(new byte[0], "ca:user"));
    }

    @Test
    void shortMasterKeyIsRefused() {
        assertThatThrownBy(() -> new AesKeySealer(new SecretKeySpec(new byte[16], "AES")))
                .hasMessageContaining("256 bits");
    }

    private static void assertRefused(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.INTERNAL));
    }
}
