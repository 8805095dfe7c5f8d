package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Optional;

/**
 * The audit log: {@code spec.audit} of the cluster's configuration.
 *
 * @param retention how long events are kept, a day to 100 years; absent means for ever
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AuditPolicy(Optional<Duration> retention) {
    public static final AuditPolicy DEFAULTS = new AuditPolicy(null);
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public AuditPolicy {
        retention = retention == null ? Optional.empty() : retention;
        retention.ifPresent(span -> {
            if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
                throw Specs.invalid(
                        "spec.audit.retention must be between 1d and 36500d; without it events are kept" + " for ever");
            }
        });
    }
}
