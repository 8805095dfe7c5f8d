package org.sallyport.web.file;

import java.nio.charset.StandardCharsets;

/** Content-Disposition of a download (RFC 6266). */
final class Attachment {
    private static final String PLAIN = "!#$&+-.^_`|~";

    private Attachment() {}

    /** The quoted form is for programs that do not know RFC 8187. */
    static String of(String name) {
        return "attachment; filename=\"" + name.replaceAll("[^ -~]|[\"\\\\%]", "_") + "\"; filename*=UTF-8''"
                + encoded(name);
    }

    /** RFC 8187 section 3.2.1. */
    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            boolean alphanumeric = letter < 0x80 && Character.isLetterOrDigit(letter);
            if (alphanumeric || PLAIN.indexOf(letter) >= 0) {
                text.append(letter);
            } else {
                text.append('%').append(String.format("%02X", (int) letter));
            }
        }
        return text.toString();
    }
}
