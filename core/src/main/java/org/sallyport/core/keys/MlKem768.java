package org.sallyport.core.keys;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;

/**
 * ML-KEM-768 (FIPS 203) by the JDK, in the raw encodings that SSH sends: the JDK knows public keys as X.509 only. There
 * from JDK 24 on.
 */
public final class MlKem768 {
    public static final int PUBLIC_KEY_BYTES = 1184;
    public static final int CIPHERTEXT_BYTES = 1088;

    private static final String FAMILY = "ML-KEM";
    private static final String PARAMETERS = "ML-KEM-768";
    /** What comes before the raw key: id-alg-ml-kem-768 and the head of the bit string (RFC 9935, section 4). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    /** What one side sends to the other, and the 32 bytes that both then know. */
    public record Encapsulated(byte[] ciphertext, byte[] secret) {}

    private final KeyPair pair;

    private MlKem768(KeyPair pair) {
        this.pair = requireNonNull(pair, "pair");
    }

    /** Whether this Java has it. */
    public static boolean isSupported() {
        try {
            KeyPairGenerator.getInstance(PARAMETERS);
            KEM.getInstance(FAMILY);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A new key pair, for one exchange. */
    public static MlKem768 generate() {
        try {
            return new MlKem768(KeyPairGenerator.getInstance(PARAMETERS).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("no " + PARAMETERS + " key pair", e);
        }
    }

    /** @return {@link #PUBLIC_KEY_BYTES} */
    public byte[] publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY_BYTES, encoded.length);
    }

    /**
     * @param ciphertext of {@link #CIPHERTEXT_BYTES}; one not made for this key gives a secret that nobody else knows
     *     (FIPS 203, implicit rejection)
     * @throws org.sallyport.api.error.SallyportException INVALID_ARGUMENT for another length
     */
    public byte[] decapsulate(byte[] ciphertext) {
        if (ciphertext.length != CIPHERTEXT_BYTES) {
            throw KeyFailure.malformed(
                    "An " + PARAMETERS + " ciphertext has " + CIPHERTEXT_BYTES + " bytes, not " + ciphertext.length);
        }
        try {
            return KEM.getInstance(FAMILY)
                    .newDecapsulator(pair.getPrivate())
                    .decapsulate(ciphertext)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal(PARAMETERS + " decapsulation", e);
        }
    }

    /**
     * A fresh secret for the owner of this key.
     *
     * @throws org.sallyport.api.error.SallyportException INVALID_ARGUMENT for a wrong length or coefficients out of range
     *     (the checks of FIPS 203, section 7.2)
     */
    public static Encapsulated encapsulate(byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_BYTES) {
            throw KeyFailure.malformed(
                    "An " + PARAMETERS + " public key has " + PUBLIC_KEY_BYTES + " bytes, not " + publicKey.length);
        }
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + PUBLIC_KEY_BYTES);
        System.arraycopy(publicKey, 0, encoded, X509_HEAD.length, PUBLIC_KEY_BYTES);
        try {
            PublicKey key = KeyFactory.getInstance(FAMILY).generatePublic(new X509EncodedKeySpec(encoded));
            KEM.Encapsulated made = KEM.getInstance(FAMILY).newEncapsulator(key).encapsulate();
            return new Encapsulated(made.encapsulation(), made.key().getEncoded());
        } catch (GeneralSecurityException e) {
            throw KeyFailure.malformed("Not an " + PARAMETERS + " public key", e);
        }
    }
}
