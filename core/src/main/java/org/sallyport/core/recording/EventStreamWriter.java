package org.sallyport.core.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sallyport.api.recording.RecordingState;

/**
 * A recording's events as lines of JSON, nothing lost: {@code [seconds since the start, code, text]}; of bytes that are
 * no UTF-8 the code is in upper case and the text base64. After each segment {@code {"segment": number}}, at the end
 * {@code {"state": ..., "more": ...}}.
 */
public final class EventStreamWriter implements EventOutput {
    private static final JsonFactory JSON = new JsonFactory();

    private final OutputStream out;

    public EventStreamWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(RecordedEvent event) throws IOException {
        try (JsonGenerator line = line()) {
            line.writeStartArray();
            line.writeNumber(BigDecimal.valueOf(event.atMicros(), 6));
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(event.data()))
                        .toString();
                line.writeString(String.valueOf(event.code()));
                line.writeString(text);
            } catch (CharacterCodingException e) {
                line.writeString(String.valueOf(Character.toUpperCase(event.code())));
                line.writeString(Base64.getEncoder().encodeToString(event.data()));
            }
            line.writeEndArray();
        }
        out.write('\n');
    }

    public void played(int number) throws IOException {
        try (JsonGenerator line = line()) {
            line.writeStartObject();
            line.writeNumberField("segment", number);
            line.writeEndObject();
        }
        out.write('\n');
    }

    public void end(RecordingState state, boolean more) throws IOException {
        try (JsonGenerator line = line()) {
            line.writeStartObject();
            line.writeStringField("state", state.wireName());
            line.writeBooleanField("more", more);
            line.writeEndObject();
        }
        out.write('\n');
    }

    private JsonGenerator line() throws IOException {
        return JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }
}
