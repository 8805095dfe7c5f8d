package org.sallyport.core.transparency;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEventType;

/**
 * A certificate's revocation is no part of its leaf, because it comes later: it must be what an event of the log says.
 * Holds as much as there are revocations.
 */
final class RevocationCheck {
    private static final String WHEN = "revoked_at";

    private record Revocation(long index, String when, String reason) {}

    private final RetentionCheck retention;
    private final Map<String, Revocation> stored = new TreeMap<>();
    private final Map<String, Revocation> recorded = new TreeMap<>();

    RevocationCheck(RetentionCheck retention) {
        this.retention = retention;
    }

    void certificate(long index, String serial, Map<String, String> row) {
        if (row.containsKey(WHEN) || row.containsKey("revocation_reason")) {
            stored.put(
                    serial,
                    new Revocation(index, row.getOrDefault(WHEN, ""), row.getOrDefault("revocation_reason", "")));
        }
    }

    /** An event whose row is as it was logged; the first revocation counts. */
    void event(long index, LogRow row) {
        if (AuditEventType.CERTIFICATE_REVOKED.wireName().equals(row.columns().get("event"))) {
            Map<String, String> fields = retention.fields(row);
            recorded.putIfAbsent(
                    fields.getOrDefault("serial", ""),
                    new Revocation(index, fields.getOrDefault(WHEN, ""), fields.getOrDefault("reason", "")));
        }
    }

    void finish(Consumer<LogFinding> findings) {
        stored.forEach((serial, revocation) -> {
            Revocation said = recorded.remove(serial);
            if (said == null) {
                if (!when(revocation).map(retention::covers).orElse(false)) {
                    findings.accept(new LogFinding(
                            "certificate",
                            serial,
                            revocation.index(),
                            "it is marked as revoked, and no event of the log says so"));
                }
            } else if (!when(revocation).equals(when(said))
                    || !revocation.reason().equals(said.reason())) {
                findings.accept(new LogFinding(
                        "certificate",
                        serial,
                        revocation.index(),
                        "its revocation (" + revocation.when() + ", '" + revocation.reason()
                                + "') is not the one of the event at index " + said.index()));
            }
        });
        recorded.forEach((serial, said) -> findings.accept(new LogFinding(
                "certificate",
                serial,
                -1,
                "it was revoked by the event at index " + said.index() + " and is not marked so any more")));
    }

    private static java.util.Optional<Instant> when(Revocation revocation) {
        try {
            return java.util.Optional.of(Instant.parse(revocation.when()));
        } catch (DateTimeException none) {
            return java.util.Optional.empty();
        }
    }
}
