package org.sallyport.persistence.audit;

import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository.Position;

/** An {@link AuditQuery}, but for its text, as an SQL condition on {@code audit_event e} and its parameters. */
record AuditFilter(List<String> conditions, Map<String, Object> parameters) {
    /** Typed, because PostgreSQL takes a parameter without a type for text. */
    private static final String INSTANT = "cast(:%s as timestamp with time zone)";

    /** The time range and the start only. */
    static AuditFilter range(AuditQuery query, Optional<Position> before) {
        AuditFilter filter = new AuditFilter(new ArrayList<>(List.of("1 = 1")), new LinkedHashMap<>());
        query.from().ifPresent(from -> filter.time("e.event_time >= ", "from", from));
        query.to().ifPresent(to -> filter.time("e.event_time < ", "to", to));
        before.ifPresent(place -> {
            filter.time("e.event_time <= ", "before", place.time());
            filter.conditions.add("(e.event_time < " + INSTANT.formatted("before") + " or e.seq < :beforeSeq)");
            filter.parameters.put("beforeSeq", place.sequence());
        });
        return filter;
    }

    static AuditFilter of(AuditQuery query, Optional<Position> before) {
        AuditFilter filter = range(query, before);
        names(query).forEach(filter::equal);
        return filter;
    }

    /** The columns that must have one value; each has an index by it, time and number. */
    static Map<String, String> names(AuditQuery query) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("session_id", query.sessionId());
        names.put("resource_name", query.resource());
        names.put("user_name", query.user());
        names.put("event", query.event());
        names.values().removeIf(String::isEmpty);
        return names;
    }

    AuditFilter equal(String column, String value) {
        conditions.add("e." + column + " = :" + column);
        parameters.put(column, value);
        return this;
    }

    /** No further back than this place, which is still in. */
    AuditFilter since(Position place) {
        time("e.event_time >= ", "since", place.time());
        conditions.add("(e.event_time > " + INSTANT.formatted("since") + " or e.seq >= :sinceSeq)");
        parameters.put("sinceSeq", place.sequence());
        return this;
    }

    AuditFilter and(String condition, String parameter, Object value) {
        conditions.add(condition);
        parameters.put(parameter, value);
        return this;
    }

    String where() {
        return " from audit_event e where " + String.join(" and ", conditions);
    }

    Query bind(Query statement) {
        parameters.forEach(statement::setParameter);
        return statement;
    }

    private void time(String comparison, String name, Instant time) {
        and(comparison + INSTANT.formatted(name), name, time);
    }
}
