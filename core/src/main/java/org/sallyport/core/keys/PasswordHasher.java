package org.sallyport.core.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Argon2id (RFC 9106) with 19 MiB, 2 passes, 1 lane; hashes are PHC strings, so parameters may change later and old
 * hashes still verify. One hash needs 19 MiB of heap while it runs: callers bound how many run at once.
 */
public final class PasswordHasher {
    public static final int MAX_LENGTH = 128;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Twice what we use: a hash that came into the store some other way must not exhaust the server. */
    private static final int MAX_MEMORY_KIB = 2 * MEMORY_KIB;

    private static final int MAX_PASSES = 8;
    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");

    /** @throws SallyportException WEAK_PASSWORD when it is empty or longer than {@link #MAX_LENGTH} characters */
    public String hash(Secret password) {
        int length = password.reveal().length();
        if (length == 0 || length > MAX_LENGTH) {
            throw new SallyportException(
                    ErrorCode.WEAK_PASSWORD, "A password must have 1 to " + MAX_LENGTH + " characters");
        }
        byte[] salt = Secrets.bytes(SALT_BYTES);
        byte[] digest = digest(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(digest);
    }

    /**
     * Whether the password is the one that was hashed; a password that is too long is wrong.
     *
     * @throws SallyportException INTERNAL when the hash is not one of ours
     */
    public boolean verify(Secret password, String hash) {
        Matcher parts = PHC.matcher(hash);
        if (!parts.matches()) {
            throw notOurs();
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (memory < 8 * lanes || memory > MAX_MEMORY_KIB || passes < 1 || passes > MAX_PASSES || lanes < 1) {
            throw notOurs();
        }
        String text = password.reveal();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        return MessageDigest.isEqual(expected, digest(password, salt, memory, passes, lanes, expected.length));
    }

    private static byte[] digest(Secret password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] out = new byte[length];
        generator.generateBytes(password.reveal().getBytes(StandardCharsets.UTF_8), out);
        return out;
    }

    private static SallyportException notOurs() {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "The stored password hash cannot be read. Ask an administrator for a new invite",
                "not an argon2id PHC string within our bounds");
    }
}
