package org.sallyport.api.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing that happened, as stored, searched and exported. Strings are empty, never null, when they do not apply.
 *
 * @param uid unique; the store ignores a second event of the same uid, so senders may repeat
 * @param event wire name of an {@link AuditEventType}
 * @param code its code
 * @param time when it happened, by the emitter's clock, millisecond precision
 * @param user whose action it was: a user's name, {@code agent:<host id>} or {@code system}
 * @param resourceKind kind of what was acted on, e.g. {@code node}, {@code role}
 * @param resource name of what was acted on; for a node its host id
 * @param address client's IP address, no port
 * @param sessionId of the session it belongs to
 * @param message one line for a person; for refusals it names layer, cause and remedy
 * @param fields everything else, flat, by snake_case name: {@code login}, {@code command}, {@code exit_status},
 *     {@code reasons}, {@code serial}, {@code bytes_in}, …
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuditEvent(
        UUID uid,
        String event,
        String code,
        Instant time,
        Outcome outcome,
        String user,
        String resourceKind,
        String resource,
        String address,
        String sessionId,
        String message,
        Map<String, String> fields) {
    public AuditEvent {
        requireNonNull(uid, "uid");
        requireNonNull(event, "event");
        requireNonNull(code, "code");
        time = requireNonNull(time, "time").truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        requireNonNull(outcome, "outcome");
        user = orEmpty(user);
        resourceKind = orEmpty(resourceKind);
        resource = orEmpty(resource);
        address = orEmpty(address);
        sessionId = orEmpty(sessionId);
        message = orEmpty(message);
        fields = fields == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    public static Builder of(AuditEventType type) {
        return new Builder(type);
    }

    /** Collects what is known; {@link #at} completes it. Not thread-safe. */
    public static final class Builder {
        private final AuditEventType type;
        private final Map<String, String> fields = new TreeMap<>();
        private String user = "";
        private String resourceKind = "";
        private String resource = "";
        private String address = "";
        private String sessionId = "";
        private String message = "";

        private Builder(AuditEventType type) {
            this.type = requireNonNull(type, "type");
        }

        public Builder user(String value) {
            user = value;
            return this;
        }

        public Builder resource(String kind, String name) {
            resourceKind = kind;
            resource = name;
            return this;
        }

        public Builder address(String value) {
            address = value;
            return this;
        }

        public Builder session(String id) {
            sessionId = id;
            return this;
        }

        public Builder message(String value) {
            message = value;
            return this;
        }

        /** A null value is left out. */
        public Builder field(String name, Object value) {
            if (value != null) {
                fields.put(name, value.toString());
            }
            return this;
        }

        public AuditEvent at(Instant time) {
            return new AuditEvent(
                    UUID.randomUUID(),
                    type.wireName(),
                    type.code(),
                    time,
                    type.outcome(),
                    user,
                    resourceKind,
                    resource,
                    address,
                    sessionId,
                    message,
                    fields);
        }
    }
}
