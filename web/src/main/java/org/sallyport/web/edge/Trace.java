package org.sallyport.web.edge;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.MDC;

/** The id that ties an answer to the server's log. Not a secret, so any random number does. */
final class Trace {
    private static final String KEY = "trace";

    private Trace() {}

    static String begin() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        String id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        MDC.put(KEY, id);
        return id;
    }

    /** Empty outside a request. */
    static String current() {
        Object id = MDC.get(KEY);
        return id == null ? "" : id.toString();
    }

    static void end() {
        MDC.remove(KEY);
    }
}
