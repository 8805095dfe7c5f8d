package org.sallyport.persistence.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.core.audit.AuditQuery;

/** An {@link AuditQuery} as a JPQL condition on {@code e} and its parameters. */
record AuditFilter(String condition, Map<String, Object> parameters) {
    static AuditFilter of(AuditQuery query, long beforeSequence) {
        List<String> conditions = new ArrayList<>(List.of("e.seq < :before"));
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("before", beforeSequence));
        query.from().ifPresent(from -> {
            conditions.add("e.eventTime >= :from");
            parameters.put("from", from);
        });
        query.to().ifPresent(to -> {
            conditions.add("e.eventTime < :to");
            parameters.put("to", to);
        });
        equal("userName", query.user(), conditions, parameters);
        equal("event", query.event(), conditions, parameters);
        equal("resourceName", query.resource(), conditions, parameters);
        equal("sessionId", query.sessionId(), conditions, parameters);
        if (!query.text().isEmpty()) {
            conditions.add("e.message like :text escape '!'");
            parameters.put("text", "%" + literal(query.text()) + "%");
        }
        return new AuditFilter(String.join(" and ", conditions), parameters);
    }

    private static void equal(String attribute, String value, List<String> conditions, Map<String, Object> parameters) {
        if (!value.isEmpty()) {
            conditions.add("e." + attribute + " = :" + attribute);
            parameters.put(attribute, value);
        }
    }

    private static String literal(String text) {
        return text.replace("\0", "").replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
