package org.sallyport.ejb.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.audit.Outcome;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

/** What the audit log says in numbers: whatever is decided is audited, so nothing is counted anywhere else. */
final class AuditTally {
    /** OpenTelemetry's word for a value that is none of those known beforehand. */
    private static final String OTHER = "_OTHER";

    static final String ERROR = "error.type";
    static final String NO_ERROR = "none";
    private static final String OUTCOME = "sallyport.outcome";

    private final Meters meters;

    AuditTally(Meters meters) {
        this.meters = requireNonNull(meters, "meters");
    }

    void count(AuditEvent event) {
        Optional<AuditEventType> type = AuditEventType.ofWireName(event.event());
        meters.add(
                Metric.AUDIT_EVENTS,
                Map.of(
                        "sallyport.event",
                        type.map(AuditEventType::wireName).orElse(OTHER),
                        OUTCOME,
                        outcome(event.outcome())),
                1);
        type.flatMap(AuditTally::metric).ifPresent(metric -> meters.add(metric, attributes(metric, event), 1));
    }

    private static Optional<Metric> metric(AuditEventType type) {
        if (type == AuditEventType.DIAL || type == AuditEventType.DIAL_REFUSED) {
            return Optional.of(Metric.DIALS);
        }
        if (type == AuditEventType.USER_LOGIN || type == AuditEventType.USER_LOGIN_FAILED) {
            return Optional.of(Metric.LOGINS);
        }
        return type == AuditEventType.CERTIFICATE_ISSUED ? Optional.of(Metric.CERTIFICATES) : Optional.empty();
    }

    private static Map<String, String> attributes(Metric metric, AuditEvent event) {
        if (metric == Metric.CERTIFICATES) {
            return Map.of("sallyport.certificate.kind", event.fields().getOrDefault("kind", OTHER));
        }
        String error = event.outcome() == Outcome.FAILURE ? known(event.fields().getOrDefault("error", "")) : NO_ERROR;
        return Map.of(OUTCOME, outcome(event.outcome()), ERROR, error);
    }

    private static String outcome(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** A field is text that anybody may have put there; only our own codes become attributes. */
    private static String known(String error) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(error)) {
                return error;
            }
        }
        return OTHER;
    }
}
