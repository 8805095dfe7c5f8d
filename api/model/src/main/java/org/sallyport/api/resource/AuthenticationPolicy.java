package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Optional;

/**
 * How local users prove who they are: {@code spec.authentication} of the cluster's configuration.
 *
 * @param lockoutFailures wrong passwords and codes in a row that lock an account, 1 to 100; default 5
 * @param lockoutDuration how long, 1 minute to 24 hours; default 30 minutes. Failures older than this are forgotten
 * @param adminMfa whether changes of users, roles, tokens and the cluster's configuration need a second factor of their
 *     own; default false
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AuthenticationPolicy(
        Optional<Integer> lockoutFailures, Optional<Duration> lockoutDuration, Optional<Boolean> adminMfa) {
    public static final AuthenticationPolicy DEFAULTS = new AuthenticationPolicy(null, null, null);
    private static final int DEFAULT_FAILURES = 5;
    private static final int MOST_FAILURES = 100;
    private static final Duration DEFAULT_DURATION = Duration.ofMinutes(30);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    public AuthenticationPolicy {
        lockoutFailures = lockoutFailures == null ? Optional.empty() : lockoutFailures;
        lockoutDuration = lockoutDuration == null ? Optional.empty() : lockoutDuration;
        adminMfa = adminMfa == null ? Optional.empty() : adminMfa;
        lockoutFailures.ifPresent(count -> {
            if (count < 1 || count > MOST_FAILURES) {
                throw Specs.invalid("spec.authentication.lockout_failures must be between 1 and " + MOST_FAILURES);
            }
        });
        lockoutDuration.ifPresent(span -> {
            if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
                throw Specs.invalid("spec.authentication.lockout_duration must be between 1m and 24h");
            }
        });
    }

    public int failuresToLock() {
        return lockoutFailures.orElse(DEFAULT_FAILURES);
    }

    public Duration lockout() {
        return lockoutDuration.orElse(DEFAULT_DURATION);
    }

    public boolean adminActionsNeedMfa() {
        return adminMfa.orElse(false);
    }
}
