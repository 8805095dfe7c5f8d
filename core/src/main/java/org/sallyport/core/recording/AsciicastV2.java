package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.sallyport.api.recording.RecordingInfo;

/** A recording as one asciicast v2 document, for older players; else as {@link Asciicast}. There is no exit status in it. */
public final class AsciicastV2 implements EventOutput {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    private final OutputStream out;
    private final Utf8Joiner output = new Utf8Joiner();
    private final Utf8Joiner error = new Utf8Joiner();
    private final Utf8Joiner input = new Utf8Joiner();

    /** Writes the header. */
    public AsciicastV2(RecordingInfo info, OutputStream out) throws IOException {
        this.out = out;
        try (JsonGenerator header = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            header.writeStartObject();
            header.writeNumberField("version", 2);
            header.writeNumberField("width", info.columns() > 0 ? info.columns() : DEFAULT_COLUMNS);
            header.writeNumberField("height", info.rows() > 0 ? info.rows() : DEFAULT_ROWS);
            header.writeNumberField("timestamp", info.started().getEpochSecond());
            if (!info.command().isEmpty()) {
                header.writeStringField("command", info.command());
            }
            header.writeStringField("title", info.user() + " as " + info.login() + " at " + info.node());
            header.writeEndObject();
        }
        out.write('\n');
    }

    @Override
    public void write(RecordedEvent event) throws IOException {
        switch (event.code()) {
            case RecordedEvent.OUTPUT -> line(event, 'o', output.text(event.data()));
            case RecordedEvent.ERROR -> line(event, 'o', error.text(event.data()));
            case RecordedEvent.INPUT -> line(event, 'i', input.text(event.data()));
            case RecordedEvent.EXIT -> {
                // v2 has no place for it
            }
            default -> line(event, event.code(), event.text());
        }
    }

    private void line(RecordedEvent event, char code, String text) throws IOException {
        try (JsonGenerator line = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            line.writeStartArray();
            line.writeNumber(BigDecimal.valueOf(event.atMicros(), 6));
            line.writeString(String.valueOf(code));
            line.writeString(text);
            line.writeEndArray();
        }
        out.write('\n');
    }
}
