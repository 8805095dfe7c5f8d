package org.sallyport.core.transparency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.codec.Json;

/**
 * Rows that a policy removed. What bounds are claimed is known before the log is read; whether an intact event of the
 * log says so only afterwards, so that no list of missing rows has to be held.
 */
final class RetentionCheck {
    static final String EVENT = "audit.retained";
    private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {};

    private final ObjectMapper json = Json.jsonMapper();
    private final Instant claimed;
    private Instant confirmed = Instant.MIN;
    private Instant youngest = Instant.MIN;
    private long removed;

    /** @param bounds events older than the latest of them may be missing */
    RetentionCheck(List<Instant> bounds) {
        this.claimed = bounds.stream().max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** @return whether the row may be missing */
    boolean gone(LogLeaf leaf) {
        if (leaf.kind() != LogKind.EVENT || !leaf.time().isBefore(claimed)) {
            return false;
        }
        removed++;
        if (leaf.time().isAfter(youngest)) {
            youngest = leaf.time();
        }
        return true;
    }

    /** An event whose row is as it was logged. */
    void intact(LogLeaf leaf, LogRow row) {
        if (EVENT.equals(row.columns().get("event"))) {
            bound(leaf.time(), fields(row).get("before"))
                    .filter(confirmed::isBefore)
                    .ifPresent(later -> confirmed = later);
        }
    }

    /** Nothing younger than the event itself was removed by it, whatever it says. */
    static Optional<Instant> bound(Instant recorded, String before) {
        try {
            return Optional.ofNullable(before)
                    .map(Instant::parse)
                    .map(bound -> bound.isAfter(recorded) ? recorded : bound);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Empty when they cannot be read: such an event confirms nothing. */
    Map<String, String> fields(LogRow row) {
        try {
            return json.readValue(row.columns().getOrDefault("fields", "{}"), FIELDS);
        } catch (JsonProcessingException malformed) {
            return Map.of();
        }
    }

    boolean covers(Instant time) {
        return time.isBefore(confirmed);
    }

    long removed() {
        return removed;
    }

    void finish(Consumer<LogFinding> findings) {
        if (removed > 0 && !covers(youngest)) {
            findings.accept(LogFinding.log(
                    "",
                    -1,
                    removed + " rows are gone, up to one of " + youngest + ", and no intact event " + EVENT
                            + " of the log allows it"));
        }
    }
}
