package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long the proxy wants an agent to wait.
 *
 * @param from the least, not above {@code to}
 * @param to the most; the wait is drawn uniformly
 * @param reason for the log
 */
public record Delay(Duration from, Duration to, String reason) {
    public Delay {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reason, "reason");
    }
}
