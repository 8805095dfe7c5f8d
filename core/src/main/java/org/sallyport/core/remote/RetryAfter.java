package org.sallyport.core.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When whoever was turned away may come back, as the end of what it is told: SSH has no other place for it. People read
 * it, agents keep to it (docs/protocol/tunnel.md), HTTP says it in {@code Retry-After} too.
 */
public final class RetryAfter {
    private static final Pattern TOLD = Pattern.compile("try again in (\\d{1,4}) s\\b");

    private RetryAfter() {}

    /** @param wait rounded up to seconds, below 10,000 */
    public static String text(Duration wait) {
        return "try again in " + (wait.toMillis() + 999) / 1000 + " s";
    }

    /** What the message says, when it says it. */
    public static Optional<Duration> in(String message) {
        Matcher told = TOLD.matcher(message);
        return told.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(told.group(1)))) : Optional.empty();
    }
}
