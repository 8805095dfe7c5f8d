package org.sallyport.ejb.audit;

import java.util.Locale;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.audit.AuditQuery;

/** The query's conditions on an event in hand, for followers; the store applies the same ones in its search. */
final class AuditFilter {
    private final AuditQuery query;

    AuditFilter(AuditQuery query) {
        this.query = query;
    }

    boolean matches(AuditEvent event) {
        return query.from().map(from -> !event.time().isBefore(from)).orElse(true)
                && query.to().map(to -> event.time().isBefore(to)).orElse(true)
                && same(query.user(), event.user())
                && same(query.event(), event.event())
                && same(query.resource(), event.resource())
                && same(query.sessionId(), event.sessionId())
                && event.message()
                        .toLowerCase(Locale.ROOT)
                        .contains(query.text().toLowerCase(Locale.ROOT));
    }

    private static boolean same(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }
}
