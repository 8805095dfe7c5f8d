package org.sallyport.transport.algorithm;

import java.util.Arrays;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.MlKem768;

/** ML-KEM-768 in the form that MINA's hybrid exchanges take. What a peer sends wrongly is an IllegalArgumentException. */
final class MlKemExchange implements KeyEncapsulationMethod {
    @Override
    public Client getClient() {
        return new MlKemClient();
    }

    @Override
    public Server getServer() {
        return new MlKemServer();
    }

    private static final class MlKemClient implements Client {
        private MlKem768 keys;

        @Override
        public void init() {
            keys = MlKem768.generate();
        }

        @Override
        public byte[] getPublicKey() {
            return keys.publicKey();
        }

        @Override
        public int getEncapsulationLength() {
            return MlKem768.CIPHERTEXT_BYTES;
        }

        @Override
        public byte[] extractSecret(byte[] encapsulated) {
            try {
                return keys.decapsulate(encapsulated);
            } catch (SallyportException e) {
                throw new IllegalArgumentException(e.userMessage(), e);
            }
        }
    }

    private static final class MlKemServer implements Server {
        private MlKem768.Encapsulated made;

        @Override
        public int getPublicKeyLength() {
            return MlKem768.PUBLIC_KEY_BYTES;
        }

        /** @return what follows the ML-KEM key: the client's X25519 key */
        @Override
        public byte[] init(byte[] sent) {
            if (sent.length < MlKem768.PUBLIC_KEY_BYTES) {
                throw new IllegalArgumentException("the client's key is too short for ML-KEM-768: " + sent.length);
            }
            try {
                made = MlKem768.encapsulate(Arrays.copyOf(sent, MlKem768.PUBLIC_KEY_BYTES));
            } catch (SallyportException e) {
                throw new IllegalArgumentException(e.userMessage(), e);
            }
            return Arrays.copyOfRange(sent, MlKem768.PUBLIC_KEY_BYTES, sent.length);
        }

        @Override
        public byte[] getSecret() {
            return made.secret();
        }

        @Override
        public byte[] getEncapsulation() {
            return made.ciphertext();
        }
    }
}
