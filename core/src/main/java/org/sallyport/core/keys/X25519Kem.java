package org.sallyport.core.keys;

import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KEM;
import javax.crypto.SecretKey;

/** DHKEM(X25519, HKDF-SHA256) of RFC 9180 section 4.1 by the JDK: whoever has the public key makes keys for its owner. */
public final class X25519Kem {
    /** Of what goes along with what is sealed. */
    public static final int ENCAPSULATION_BYTES = 32;

    private static final String KEM_NAME = "DHKEM";
    private static final String CURVE = "X25519";
    private static final int KEY_BYTES = 32;

    /** What goes along with what is sealed, and the AES key of 256 bits that both sides then know. */
    public record Encapsulated(byte[] encapsulation, SecretKey key) {}

    /**
     * @param publicKey X.509 SubjectPublicKeyInfo
     * @param privateKey PKCS #8
     */
    public record Pair(byte[] publicKey, byte[] privateKey) {}

    private X25519Kem() {}

    public static Pair generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
            return new Pair(pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("no " + CURVE + " key pair", e);
        }
    }

    /**
     * A fresh key for the owner of this one.
     *
     * @param publicKey X.509 SubjectPublicKeyInfo
     * @throws org.sallyport.api.error.SallyportException INVALID_ARGUMENT when it is none
     */
    public static Encapsulated encapsulate(byte[] publicKey) {
        requireNonNull(publicKey, "publicKey");
        try {
            PublicKey key = KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(publicKey));
            KEM.Encapsulated made =
                    KEM.getInstance(KEM_NAME).newEncapsulator(key).encapsulate(0, KEY_BYTES, "AES");
            return new Encapsulated(made.encapsulation(), made.key());
        } catch (GeneralSecurityException e) {
            throw KeyFailure.malformed("Not an " + CURVE + " public key", e);
        }
    }

    /**
     * @param privateKey PKCS #8
     * @throws org.sallyport.api.error.SallyportException INVALID_ARGUMENT when the encapsulation is no point of the curve
     */
    public static SecretKey decapsulate(byte[] privateKey, byte[] encapsulation) {
        try {
            PrivateKey key = KeyFactory.getInstance(CURVE).generatePrivate(new PKCS8EncodedKeySpec(privateKey));
            return KEM.getInstance(KEM_NAME).newDecapsulator(key).decapsulate(encapsulation, 0, KEY_BYTES, "AES");
        } catch (GeneralSecurityException e) {
            throw KeyFailure.malformed("Not an encapsulation for this " + CURVE + " key", e);
        }
    }
}
