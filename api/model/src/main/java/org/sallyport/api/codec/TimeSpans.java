package org.sallyport.api.codec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Durations as people write them: {@code 30s}, {@code 8h}, {@code 1h30m}; largest unit first, d h m s ms. */
public final class TimeSpans {
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private TimeSpans() {}

    /** @throws SallyportException INVALID_ARGUMENT when the text is not of this form */
    public static Duration parse(String text) {
        Matcher match = FORM.matcher(text == null ? "" : text.trim());
        if (text == null || text.isBlank() || !match.matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "'" + text + "' is no duration: write it like 30s, 15m, 8h or 1h30m");
        }
        return Duration.ofDays(part(match, 1))
                .plusHours(part(match, 2))
                .plusMinutes(part(match, 3))
                .plusSeconds(part(match, 4))
                .plusMillis(part(match, 5));
    }

    private static long part(Matcher match, int group) {
        return match.group(group) == null ? 0 : Long.parseLong(match.group(group));
    }

    public static String format(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, span.toHours(), "h");
        append(text, span.toMinutesPart(), "m");
        append(text, span.toSecondsPart(), "s");
        append(text, span.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
