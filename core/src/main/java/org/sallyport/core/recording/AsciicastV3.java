package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Times are spans since the event before. */
final class AsciicastV3 extends Asciicast {
    private long lastMicros;

    AsciicastV3(OutputStream out) {
        super(out);
    }

    @Override
    void terminal(JsonGenerator json, int columns, int rows) throws IOException {
        json.writeNumberField("version", 3);
        json.writeObjectFieldStart("term");
        json.writeNumberField("cols", columns);
        json.writeNumberField("rows", rows);
        json.writeEndObject();
    }

    @Override
    long time(long atMicros) {
        long interval = Math.max(0, atMicros - lastMicros);
        lastMicros += interval;
        return interval;
    }

    @Override
    boolean has(char code) {
        return true;
    }
}
