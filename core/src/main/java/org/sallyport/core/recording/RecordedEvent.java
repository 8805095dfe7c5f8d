package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * One event of a session.
 *
 * @param atMicros since the session's start
 * @param code as asciicast v3 has it: {@code o} output, {@code i} input, {@code r} size, {@code m} marker, {@code x}
 *     exit status; and {@code e}, output on standard error of a session without a terminal
 * @param data bytes as they were; text in UTF-8 for all but o, e and i
 */
public record RecordedEvent(long atMicros, char code, byte[] data) {
    public static final char OUTPUT = 'o';
    public static final char ERROR = 'e';
    public static final char INPUT = 'i';
    public static final char RESIZE = 'r';
    public static final char MARKER = 'm';
    public static final char EXIT = 'x';

    public RecordedEvent {
        requireNonNull(data, "data");
    }

    public static RecordedEvent of(long atMicros, char code, String text) {
        return new RecordedEvent(atMicros, code, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is not UTF-8 in it is replaced. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }
}
