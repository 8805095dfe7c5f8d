package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.sallyport.api.recording.RecordingInfo;

/**
 * A recording as one asciicast v3 document, for any player of it: standard error is output there, and bytes that are no
 * UTF-8 are shown as U+FFFD; a character that was cut between two events is put together again.
 */
public final class Asciicast {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    private final OutputStream out;
    private final Utf8Joiner output = new Utf8Joiner();
    private final Utf8Joiner error = new Utf8Joiner();
    private final Utf8Joiner input = new Utf8Joiner();
    private long lastMicros;

    /** Writes the header. */
    public Asciicast(RecordingInfo info, OutputStream out) throws IOException {
        this.out = out;
        try (JsonGenerator header = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            header.writeStartObject();
            header.writeNumberField("version", 3);
            header.writeObjectFieldStart("term");
            header.writeNumberField("cols", info.columns() > 0 ? info.columns() : DEFAULT_COLUMNS);
            header.writeNumberField("rows", info.rows() > 0 ? info.rows() : DEFAULT_ROWS);
            header.writeEndObject();
            header.writeNumberField("timestamp", info.started().getEpochSecond());
            if (!info.command().isEmpty()) {
                header.writeStringField("command", info.command());
            }
            header.writeStringField("title", info.user() + " as " + info.login() + " at " + info.node());
            header.writeEndObject();
        }
        out.write('\n');
    }

    public void write(RecordedEvent event) throws IOException {
        switch (event.code()) {
            case RecordedEvent.OUTPUT -> line(event.atMicros(), "o", output.text(event.data()));
            case RecordedEvent.ERROR -> line(event.atMicros(), "o", error.text(event.data()));
            case RecordedEvent.INPUT -> line(event.atMicros(), "i", input.text(event.data()));
            default -> line(event.atMicros(), String.valueOf(event.code()), event.text());
        }
    }

    private void line(long atMicros, String code, String text) throws IOException {
        long interval = Math.max(0, atMicros - lastMicros);
        lastMicros += interval;
        try (JsonGenerator line = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            line.writeStartArray();
            line.writeNumber(java.math.BigDecimal.valueOf(interval, 6));
            line.writeString(code);
            line.writeString(text);
            line.writeEndArray();
        }
        out.write("\n".getBytes(StandardCharsets.US_ASCII));
    }
}
