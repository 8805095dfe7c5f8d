package org.sallyport.persistence.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository.Position;

/** A {@link RecordingQuery} as a JPQL condition on {@code r} and its parameters. */
record RecordingFilter(String condition, Map<String, Object> parameters) {
    static RecordingFilter of(RecordingQuery query, Optional<Position> after) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> parameters = new LinkedHashMap<>();
        after.ifPresent(last -> {
            conditions.add("(r.startedAt < :started or (r.startedAt = :started and r.sessionId < :session))");
            parameters.put("started", last.started());
            parameters.put("session", last.sessionId());
        });
        query.from().ifPresent(from -> {
            conditions.add("r.startedAt >= :from");
            parameters.put("from", from);
        });
        query.to().ifPresent(to -> {
            conditions.add("r.startedAt < :to");
            parameters.put("to", to);
        });
        query.state().ifPresent(state -> {
            conditions.add("r.state = :state");
            parameters.put("state", state.wireName());
        });
        if (!query.user().isEmpty()) {
            conditions.add("r.userName = :user");
            parameters.put("user", query.user());
        }
        if (!query.node().isEmpty()) {
            conditions.add("(r.node = :node or r.hostId = :node)");
            parameters.put("node", query.node());
        }
        if (!query.text().isEmpty()) {
            conditions.add("r.command like :text escape '!'");
            parameters.put("text", "%" + literal(query.text()) + "%");
        }
        return new RecordingFilter(String.join(" and ", conditions), parameters);
    }

    private static String literal(String text) {
        return text.replace("\0", "").replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
