package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Events as lines of asciicast v3: {@code [interval, "o", "text"]}, the interval in seconds since the event before it or,
 * for a segment's first one, since the segment's offset. Bytes that are not UTF-8 cannot be text in JSON: their event has
 * its code in upper case and base64 for text, which players of asciicast skip as unknown. What is text but for a character
 * that is cut at its beginning or end becomes up to three events of one moment. One instance a segment, on
 * either side; not thread-safe.
 */
public final class EventLines {
    private static final JsonFactory JSON = new JsonFactory();
    private long lastMicros;

    /** @param offsetMicros of the segment's header */
    public EventLines(long offsetMicros) {
        this.lastMicros = offsetMicros;
    }

    /** Appends the event's line, or its lines. A clock that went back counts as one that stood still. */
    public void write(RecordedEvent event, LineBuffer to) {
        write(event.atMicros(), event.code(), event.data(), 0, event.data().length, to);
    }

    /** As {@link #write(RecordedEvent, LineBuffer)}, of a part of an array. */
    public void write(long atMicros, char code, byte[] data, int offset, int length, LineBuffer to) {
        int end = offset + length;
        int from = offset + Utf8.rest(data, offset, end);
        int until = end - Utf8.beginning(data, from, end);
        if (!Utf8.isValid(data, from, until)) {
            binary(atMicros, code, data, offset, end, to);
            return;
        }
        // reads cut characters in two: what is between the cuts is text all the same
        if (from > offset) {
            binary(atMicros, code, data, offset, from, to);
        }
        if (until > from || length == 0) {
            begin(atMicros, code, to);
            to.escaped(data, from, until - from);
            to.ascii("\"]\n");
        }
        if (end > until) {
            binary(atMicros, code, data, until, end, to);
        }
    }

    private void binary(long atMicros, char code, byte[] data, int from, int end, LineBuffer to) {
        begin(atMicros, Character.toUpperCase(code), to);
        byte[] encoded = Base64.getEncoder().encode(Arrays.copyOfRange(data, from, end));
        to.plain(encoded, 0, encoded.length);
        to.ascii("\"]\n");
    }

    private void begin(long atMicros, char code, LineBuffer to) {
        long interval = Math.max(0, atMicros - lastMicros);
        lastMicros += interval;
        to.ascii("[" + interval / 1_000_000 + "." + fraction(interval % 1_000_000) + ",\"" + code + "\",\"");
    }

    private static String fraction(long micros) {
        return Long.toString(1_000_000 + micros).substring(1);
    }

    /** @param lines what {@link SegmentReader#next} gave */
    public List<RecordedEvent> read(byte[] lines) throws BrokenSegmentException {
        List<RecordedEvent> events = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(lines)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                require(token == JsonToken.START_ARRAY);
                events.add(event(parser));
            }
            return events;
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new BrokenSegmentException("holds a line that is no event: " + e.getMessage());
        }
    }

    private RecordedEvent event(JsonParser parser) throws IOException {
        require(parser.nextToken() == JsonToken.VALUE_NUMBER_FLOAT
                || parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
        BigDecimal interval = parser.getDecimalValue();
        lastMicros = Math.addExact(lastMicros, interval.movePointRight(6).longValueExact());
        require(parser.nextToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 1);
        char code = parser.getText().charAt(0);
        require(parser.nextToken() == JsonToken.VALUE_STRING);
        byte[] data = Character.isUpperCase(code)
                ? Base64.getDecoder().decode(parser.getText())
                : parser.getText().getBytes(StandardCharsets.UTF_8);
        require(parser.nextToken() == JsonToken.END_ARRAY);
        return new RecordedEvent(lastMicros, Character.toLowerCase(code), data);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not [interval, code, data]");
        }
    }
}
