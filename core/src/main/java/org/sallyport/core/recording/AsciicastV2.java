package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Times are since the beginning; an exit status has no place. */
final class AsciicastV2 extends Asciicast {
    AsciicastV2(OutputStream out) {
        super(out);
    }

    @Override
    void terminal(JsonGenerator json, int columns, int rows) throws IOException {
        json.writeNumberField("version", 2);
        json.writeNumberField("width", columns);
        json.writeNumberField("height", rows);
    }

    @Override
    long time(long atMicros) {
        return atMicros;
    }

    @Override
    boolean has(char code) {
        return code != RecordedEvent.EXIT;
    }
}
