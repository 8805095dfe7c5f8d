package org.sallyport.persistence.store;

/** Makes any string storable: what comes from outside must not be able to make the store refuse an audit event. */
public final class StoredText {
    private StoredText() {}

    /** PostgreSQL refuses NUL in text; what is longer than {@code max} characters is cut, ending in an ellipsis. */
    public static String bounded(String text, int max) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
        if (clean.length() <= max) {
            return clean;
        }
        int end = max - 1;
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
