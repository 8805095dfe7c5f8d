package org.sallyport.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.sallyport.api.codec.TimeSpans;

/** Times for people. */
public final class Times {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Times() {}

    public static String local(Instant time) {
        return LOCAL.format(time.atZone(ZoneId.systemDefault()));
    }

    /** {@code in 7h59m}, {@code 3m ago}; rounded to the larger units. */
    public static String relative(Instant time, Instant now) {
        Duration span = Duration.between(now, time);
        boolean future = !span.isNegative();
        Duration size = span.abs();
        Duration rounded = size.compareTo(Duration.ofMinutes(1)) < 0
                ? Duration.ofSeconds(size.toSeconds())
                : Duration.ofMinutes(size.toMinutes());
        return future ? "in " + TimeSpans.format(rounded) : TimeSpans.format(rounded) + " ago";
    }

    /** What a query asks for: an RFC 3339 time as it is, a span such as {@code 2h} back from now; empty for empty. */
    public static String query(String value, Instant now) {
        if (value.isEmpty()) {
            return "";
        }
        try {
            return Instant.parse(value).toString();
        } catch (DateTimeParseException notATime) {
            return now.minus(TimeSpans.parse(value)).toString();
        }
    }
}
