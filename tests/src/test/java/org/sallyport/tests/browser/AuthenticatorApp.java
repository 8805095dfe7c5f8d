package org.sallyport.tests.browser;

import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A person's authenticator (RFC 6238, SHA-1, 6 digits, 30 s), written apart from the server's so that both are held. */
final class AuthenticatorApp {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final long STEP_MILLIS = 30_000;

    private final byte[] key;
    private long lastStep;

    private AuthenticatorApp(byte[] key) {
        this.key = key;
    }

    static AuthenticatorApp of(String otpauthUri) {
        String secret = Arrays.stream(URI.create(otpauthUri).getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("secret="))
                .map(parameter -> parameter.substring("secret=".length()))
                .findFirst()
                .orElseThrow();
        return new AuthenticatorApp(decode(secret));
    }

    /** A code is good once; that of the next step is good already, so that two in a row need no waiting. */
    String nextCode(Page page) {
        page.waitForCondition(
                () -> Math.max(lastStep + 1, step()) <= step() + 1,
                new Page.WaitForConditionOptions().setTimeout(2 * STEP_MILLIS));
        lastStep = Math.max(lastStep + 1, step());
        return code(lastStep);
    }

    private static long step() {
        return System.currentTimeMillis() / STEP_MILLIS;
    }

    private String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] digest =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = digest[digest.length - 1] & 0xf;
            int number = ByteBuffer.wrap(digest).getInt(offset) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] decode(String base32) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char symbol : base32.toCharArray()) {
            buffer = buffer << 5 | ALPHABET.indexOf(symbol);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.write(buffer >> bits & 0xff);
            }
        }
        return out.toByteArray();
    }
}
