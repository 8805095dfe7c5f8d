package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.recording.RecordingState;

/** Reads what {@link EventStreamWriter} wrote. Fields that it does not know are skipped. */
public final class EventStreamReader implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    /** What a line says. */
    public sealed interface Item {
        record Event(RecordedEvent event) implements Item {}

        record Played(int number) implements Item {}

        /** The last one. */
        record End(RecordingState state, boolean more) implements Item {}
    }

    private final JsonParser parser;

    public EventStreamReader(InputStream in) throws IOException {
        this.parser = JSON.createParser(in);
    }

    /** @throws EOFException when it ended before its {@link Item.End} */
    public Item next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            return event();
        }
        if (token == JsonToken.START_OBJECT) {
            return told();
        }
        throw new EOFException("the recording broke off");
    }

    private Item event() throws IOException {
        parser.nextToken();
        long at = parser.getDecimalValue().movePointRight(6).longValue();
        char code = parser.nextTextValue().charAt(0);
        String text = parser.nextTextValue();
        parser.nextToken();
        byte[] data =
                Character.isUpperCase(code) ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        return new Item.Event(new RecordedEvent(at, Character.toLowerCase(code), data));
    }

    private Item told() throws IOException {
        int segment = -1;
        RecordingState state = null;
        boolean more = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "segment" -> segment = parser.getIntValue();
                case "state" -> state = RecordingState.find(parser.getText()).orElse(RecordingState.COMPLETE);
                case "more" -> more = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return state == null ? new Item.Played(segment) : new Item.End(state, more);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
