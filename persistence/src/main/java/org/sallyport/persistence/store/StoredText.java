package org.sallyport.persistence.store;

import java.nio.charset.StandardCharsets;

/** Makes any string storable: what comes from outside must not be able to make the store refuse an audit event. */
public final class StoredText {
    private StoredText() {}

    /** What is longer than {@code max} characters is cut, ending in an ellipsis. */
    public static String bounded(String text, int max) {
        String clean = clean(text);
        if (clean.length() <= max) {
            return clean;
        }
        int end = max - 1;
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    /**
     * PostgreSQL refuses NUL in text. Half a surrogate pair is no character: databases differ in what they make of it,
     * and it could not be sent to anybody.
     */
    public static String clean(String text) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\0') < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? '\uFFFD'
                        : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
