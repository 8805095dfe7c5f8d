package org.sallyport.core.keys;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Time-based one-time passwords as RFC 6238 and every authenticator app have them: HMAC-SHA-1, 6 digits, 30 s. One step
 * of clock difference either way is forgiven; a step counts once, because a code seen over a shoulder must be worthless.
 */
public final class Totp {
    private static final int SECRET_BYTES = 20;
    private static final long STEP_SECONDS = 30;
    private static final int SKEW_STEPS = 1;
    private static final int MODULUS = 1_000_000;
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");

    private Totp() {}

    public static byte[] newSecret() {
        return Secrets.bytes(SECRET_BYTES);
    }

    /** The secret as people type it into an app. */
    public static String base32(byte[] secret) {
        return Base32.toBase32String(secret).replace("=", "");
    }

    /**
     * The time step whose code this is, to be stored as the next {@code lastStep}; empty when the code is wrong or its
     * step was used already.
     *
     * @param lastStep highest step used so far; 0 when none was
     */
    public static OptionalLong matchingStep(byte[] secret, String code, Instant now, long lastStep) {
        if (code == null || !CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        long current = step(now);
        OptionalLong match = OptionalLong.empty();
        // all steps are always tried, so that the time taken does not tell which one matched
        for (long step = current - SKEW_STEPS; step <= current + SKEW_STEPS; step++) {
            if (Secrets.equal(code(secret, step), code) && step > lastStep) {
                match = OptionalLong.of(step);
            }
        }
        return match;
    }

    /** The secret as {@link #base32} wrote it; spaces and case do not matter. @throws RuntimeException when it is no base32 */
    public static byte[] parseBase32(String text) {
        String letters = text.replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        return Base32.decode(letters + "=".repeat((8 - letters.length() % 8) % 8));
    }

    /** The code shown at this moment. */
    public static String codeAt(byte[] secret, Instant now) {
        return code(secret, step(now));
    }

    private static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    // RFC 4226 section 5.3
    private static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] digest =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = digest[digest.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(digest).getInt(offset) & 0x7fffffff;
            return String.format("%06d", truncated % MODULUS);
        } catch (GeneralSecurityException e) {
            throw KeyFailure.internal("a one-time code could not be computed", e);
        }
    }

    /** {@code otpauth://totp/…} for a QR code. */
    public static String uri(String issuer, String user, byte[] secret) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(user) + "?secret=" + base32(secret) + "&issuer="
                + encoded(issuer) + "&algorithm=SHA1&digits=6&period=" + STEP_SECONDS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
