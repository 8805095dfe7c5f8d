package org.sallyport.core.transparency;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What rows are in the log, and which of their columns are hashed, in this order; the order is part of the format. */
public enum LogKind {
    EVENT(
            1,
            "event",
            List.of(
                    "uid",
                    "event",
                    "code",
                    "event_time",
                    "outcome",
                    "user_name",
                    "resource_kind",
                    "resource_name",
                    "address",
                    "session_id",
                    "message",
                    "fields")),
    /** Without its revocation, which comes later and is an event of its own. */
    CERTIFICATE(
            2, "certificate", List.of("serial", "kind", "subject", "principals", "not_before", "not_after", "encoded"));

    private final int number;
    private final String wireName;
    private final List<String> columns;

    LogKind(int number, String wireName, List<String> columns) {
        this.number = number;
        this.wireName = wireName;
        this.columns = columns;
    }

    /** In the store and in what is hashed. */
    public int number() {
        return number;
    }

    public String wireName() {
        return wireName;
    }

    public List<String> columns() {
        return columns;
    }

    /** @throws IllegalArgumentException for a number that none has */
    public static LogKind ofNumber(int number) {
        return Arrays.stream(values())
                .filter(kind -> kind.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of log entry has number " + number));
    }

    public static Optional<LogKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name))
                .findFirst();
    }
}
