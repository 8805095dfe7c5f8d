package org.sallyport.core.remote;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Status line and header fields of an HTTP/1.1 answer (RFC 9112).
 *
 * @param headers by lower-case names; of repeated ones the last
 */
record HttpHead(int status, String reason, Map<String, String> headers) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: (.*))?");

    HttpHead {
        headers = Map.copyOf(headers);
    }

    static HttpHead parse(String text) throws IOException {
        String[] lines = text.split("\r\n");
        Matcher first = STATUS.matcher(lines.length == 0 ? "" : lines[0]);
        if (!first.matches()) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        String reason = first.group(2) == null ? "" : first.group(2).replaceAll("\\p{Cntrl}", " ");
        return new HttpHead(Integer.parseInt(first.group(1)), reason, headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** 0 when the answer does not say, or nonsense. */
    long contentLength() {
        String text = headers.getOrDefault("content-length", "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
