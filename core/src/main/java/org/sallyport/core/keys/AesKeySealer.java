package org.sallyport.core.keys;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * AES-256-GCM as {@link KeySealer} tells. Layout: version byte 1, 12 bytes nonce, ciphertext with its 16 byte tag.
 * Nonces are random: good for 2^32 values under one key (NIST SP 800-38D section 8.3), far beyond what is sealed here.
 */
public final class AesKeySealer implements KeySealer {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKey key;

    /** @param key 256 bits */
    public AesKeySealer(SecretKey key) {
        this.key = requireNonNull(key, "key");
        byte[] encoded = key.getEncoded();
        if (encoded != null && encoded.length != KEY_BYTES) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG, "The master key must have 256 bits, this has " + encoded.length * 8);
        }
    }

    @Override
    public byte[] seal(byte[] plain, String context) {
        byte[] nonce = Secrets.bytes(NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("a value could not be sealed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length <= 1 + NONCE || sealed[0] != VERSION) {
            throw unopenable(context, null);
        }
        ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] nonce = new byte[NONCE];
        in.get(nonce);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(rest);
        } catch (GeneralSecurityException e) {
            throw unopenable(context, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SallyportException unopenable(String context, Throwable cause) {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "The store holds a value that the master key does not open. Was the credential store replaced?",
                "sealed value of context " + context,
                cause);
    }
}
