package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.sallyport.api.recording.RecordingInfo;

/**
 * A recording as one asciicast document, for any player of it: standard error is output there, and bytes that are no
 * UTF-8 are shown as U+FFFD; a character that was cut between two events is put together again.
 */
public abstract sealed class Asciicast implements EventOutput permits AsciicastV2, AsciicastV3 {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    private final OutputStream out;
    private final Utf8Joiner output = new Utf8Joiner();
    private final Utf8Joiner error = new Utf8Joiner();
    private final Utf8Joiner input = new Utf8Joiner();

    Asciicast(OutputStream out) {
        this.out = requireNonNull(out, "out");
    }

    /** Of the version that players of today read; its header is written at once. */
    public static Asciicast v3(RecordingInfo info, OutputStream out) throws IOException {
        return begun(new AsciicastV3(out), info);
    }

    /** Of the version before, for older players: without an exit status. */
    public static Asciicast v2(RecordingInfo info, OutputStream out) throws IOException {
        return begun(new AsciicastV2(out), info);
    }

    private static Asciicast begun(Asciicast cast, RecordingInfo info) throws IOException {
        cast.line(json -> cast.header(json, info));
        return cast;
    }

    private void header(JsonGenerator json, RecordingInfo info) throws IOException {
        json.writeStartObject();
        terminal(
                json,
                info.columns() > 0 ? info.columns() : DEFAULT_COLUMNS,
                info.rows() > 0 ? info.rows() : DEFAULT_ROWS);
        json.writeNumberField("timestamp", info.started().getEpochSecond());
        if (!info.command().isEmpty()) {
            json.writeStringField("command", info.command());
        }
        json.writeStringField("title", info.user() + " as " + info.login() + " at " + info.node());
        json.writeEndObject();
    }

    /** The version, and the terminal's size in its words. */
    abstract void terminal(JsonGenerator json, int columns, int rows) throws IOException;

    /** What stands for an event's time, in microseconds; asked once for each line, in order. */
    abstract long time(long atMicros);

    /** Whether the version knows such events. */
    abstract boolean has(char code);

    @Override
    public final void write(RecordedEvent event) throws IOException {
        switch (event.code()) {
            case RecordedEvent.OUTPUT -> joined(event, 'o', output);
            case RecordedEvent.ERROR -> joined(event, 'o', error);
            case RecordedEvent.INPUT -> joined(event, 'i', input);
            default -> event(event, event.code(), event.text());
        }
    }

    private void joined(RecordedEvent event, char code, Utf8Joiner joiner) throws IOException {
        String text = joiner.text(event.data());
        // the beginning of a character comes with its rest
        if (!text.isEmpty() || event.data().length == 0) {
            event(event, code, text);
        }
    }

    private void event(RecordedEvent event, char code, String text) throws IOException {
        if (has(code)) {
            BigDecimal seconds = BigDecimal.valueOf(time(event.atMicros()), 6);
            line(json -> {
                json.writeStartArray();
                json.writeNumber(seconds);
                json.writeString(String.valueOf(code));
                json.writeString(text);
                json.writeEndArray();
            });
        }
    }

    private interface Line {
        void write(JsonGenerator json) throws IOException;
    }

    private void line(Line line) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            line.write(json);
        }
        out.write('\n');
    }
}
