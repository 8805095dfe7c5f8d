package org.sallyport.ejb.browserlogin;

import java.util.Locale;
import org.sallyport.core.keys.Secrets;

/** Codes that people type: eight letters without vowels (RFC 8628 section 6.1), so that none spells a word; 34 bits. */
final class UserCodes {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    /** The largest multiple of the alphabet's size that a byte reaches: above it some letters would be likelier. */
    private static final int FAIR = 256 / 20 * 20;

    private UserCodes() {}

    static String random() {
        StringBuilder code = new StringBuilder();
        while (code.length() < LENGTH) {
            int drawn = Secrets.bytes(1)[0] & 0xff;
            if (drawn < FAIR) {
                code.append(ALPHABET.charAt(drawn % ALPHABET.length()));
            }
        }
        return code.toString();
    }

    static String display(String code) {
        return code.isEmpty() ? "" : code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** As it was made, whatever the person typed between or in which case. */
    static String normal(String typed) {
        return typed == null ? "" : typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    }
}
