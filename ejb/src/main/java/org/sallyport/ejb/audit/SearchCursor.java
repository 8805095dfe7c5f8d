package org.sallyport.ejb.audit;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.audit.AuditRepository.Position;

/** Where a search goes on, for its caller to hand back: milliseconds, a dot, the store's number. */
final class SearchCursor {
    private SearchCursor() {}

    static String write(Position place) {
        return place.time().toEpochMilli() + "." + place.sequence();
    }

    /** Empty for the start. */
    static Optional<Position> read(String cursor) {
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        try {
            int dot = cursor.indexOf('.');
            return Optional.of(new Position(
                    Instant.ofEpochMilli(Long.parseLong(cursor, 0, Math.max(dot, 0), 10)),
                    Long.parseLong(cursor, dot + 1, cursor.length(), 10)));
        } catch (NumberFormatException malformed) {
            throw refused(cursor, malformed);
        }
    }

    static SallyportException refused(String cursor, NumberFormatException cause) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT,
                "Auth Service: '" + cursor + "' is no cursor of the audit log: use one that a page came with",
                "",
                cause);
    }
}
