package org.sallyport.core.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** RFC 7636 with S256, the only method we know. */
public final class Pkce {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Pkce() {}

    public static boolean isChallenge(String text) {
        return text != null && CHALLENGE.matcher(text).matches();
    }

    public static String challenge(String verifier) {
        byte[] digest = Secrets.sha256(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    public static boolean matches(String verifier, String challenge) {
        return verifier != null
                && VERIFIER.matcher(verifier).matches()
                && Secrets.equal(challenge(verifier), challenge);
    }
}
