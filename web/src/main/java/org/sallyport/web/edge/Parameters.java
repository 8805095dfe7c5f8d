package org.sallyport.web.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Query parameters parsed with an error that names them; JAX-RS itself would answer 404 for a bad number. */
public final class Parameters {
    public static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LENGTH = 512;

    private Parameters() {}

    /** 100 when absent; the services hold the upper bound. */
    public static int limit(String value) {
        if (value == null || value.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw invalid("limit", "'" + value + "' is no whole number");
        }
    }

    /** 0 when absent. */
    public static long number(String name, String value) {
        if (value == null || value.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException malformed) {
            throw invalid(name, "'" + value + "' is no whole number");
        }
    }

    /** @return empty string for null */
    public static String text(String name, String value) {
        if (value != null && value.length() > MAX_LENGTH) {
            throw invalid(name, "longer than " + MAX_LENGTH + " characters");
        }
        return value == null ? "" : value;
    }

    public static Optional<Instant> time(String name, String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException malformed) {
            throw invalid(name, "'" + value + "' is no time of the form 2026-01-31T12:00:00Z");
        }
    }

    private static SallyportException invalid(String name, String cause) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: parameter " + name + ": " + cause);
    }
}
