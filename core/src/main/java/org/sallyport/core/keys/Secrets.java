package org.sallyport.core.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;

/** Random values, digests and comparisons that leak nothing by their timing. */
public final class Secrets {
    private static final int TOKEN_BYTES = 20;
    private static final int URL_TOKEN_BYTES = 32;

    private Secrets() {}

    /** 160 random bits as 32 characters of lower-case base32: an invite, the secret half of a join token, a session. */
    public static String token() {
        return Base32.toBase32String(bytes(TOKEN_BYTES)).toLowerCase(Locale.ROOT);
    }

    /** 256 random bits as 43 characters of base64url: a bearer token, a challenge, a PKCE verifier. */
    public static String urlToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(URL_TOKEN_BYTES));
    }

    public static byte[] bytes(int count) {
        byte[] random = new byte[count];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** A random serial number: unsigned 64 bits, never zero (OpenSSH takes zero for "no serial"). */
    public static long serial() {
        SecureRandom random = new SecureRandom();
        long serial;
        do {
            serial = random.nextLong();
        } while (serial == 0);
        return serial;
    }

    /** Lower-case hex SHA-256 of the text's UTF-8 bytes. */
    public static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256Hex(byte[] data) {
        return HexFormat.of().formatHex(sha256(data));
    }

    public static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes the same time wherever the two differ. */
    public static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
