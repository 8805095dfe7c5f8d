package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

final class MlKem768Test {
    @Test
    void bothSidesLearnTheSameSecret() {
        MlKem768 client = MlKem768.generate();
        assertThat(client.publicKey()).hasSize(MlKem768.PUBLIC_KEY_BYTES);
        MlKem768.Encapsulated server = MlKem768.encapsulate(client.publicKey());
        assertThat(server.ciphertext()).hasSize(MlKem768.CIPHERTEXT_BYTES);
        assertThat(server.secret()).hasSize(32);
        assertThat(client.decapsulate(server.ciphertext())).isEqualTo(server.secret());
    }

    @Test
    void everySecretIsNew() {
        MlKem768 client = MlKem768.generate();
        assertThat(MlKem768.encapsulate(client.publicKey()).secret())
                .isNotEqualTo(MlKem768.encapsulate(client.publicKey()).secret());
        assertThat(MlKem768.generate().publicKey()).isNotEqualTo(client.publicKey());
    }

    @Test
    void aCiphertextForAnotherKeyGivesAnotherSecret() {
        MlKem768.Encapsulated made = MlKem768.encapsulate(MlKem768.generate().publicKey());
        assertThat(MlKem768.generate().decapsulate(made.ciphertext())).isNotEqualTo(made.secret());
    }

    @Test
    void publicKeysWithCoefficientsOutOfRangeAreRefused() {
        byte[] key = MlKem768.generate().publicKey();
        Arrays.fill(key, 0, 3, (byte) 0xff);
        assertThatThrownBy(() -> MlKem768.encapsulate(key))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("Not an ML-KEM-768 public key");
    }

    @Test
    void wrongLengthsAreRefused() {
        assertThatThrownBy(() -> MlKem768.encapsulate(new byte[MlKem768.PUBLIC_KEY_BYTES - 1]))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("1183");
        assertThatThrownBy(() -> MlKem768.generate().decapsulate(new byte[MlKem768.CIPHERTEXT_BYTES + 1]))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("1089");
    }
}
