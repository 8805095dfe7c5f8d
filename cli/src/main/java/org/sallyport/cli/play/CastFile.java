package org.sallyport.cli.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.core.recording.RecordedEvent;

/** A file of asciicast v2 or v3, of ours or of others. */
final class CastFile implements RecordingSource {
    private static final double MICROS = 1_000_000;

    private final Path file;
    private final ObjectMapper json = Json.jsonMapper();
    private BufferedReader lines;
    private JsonNode header;
    private long lastMicros;

    CastFile(Path file) throws IOException {
        this.file = file;
        restart();
    }

    @Override
    public void restart() throws IOException {
        close();
        lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        lastMicros = 0;
        header = parsed(lines.readLine());
        if (header.path("version").asInt() != 2 && header.path("version").asInt() != 3) {
            throw broken("it does not begin as asciicast of version 2 or 3 does");
        }
    }

    @Override
    public RecordingInfo info() {
        boolean older = header.path("version").asInt() == 2;
        JsonNode size = older ? header : header.path("term");
        String name = file.getFileName().toString();
        return new RecordingInfo(
                name,
                header.path("title").asText(name),
                "",
                "",
                "",
                "shell",
                header.path("command").asText(""),
                RecordingMode.NODE,
                size.path(older ? "width" : "cols").asInt(),
                size.path(older ? "height" : "rows").asInt(),
                Instant.ofEpochSecond(header.path("timestamp").asLong()));
    }

    @Override
    public Optional<RecordedEvent> next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            JsonNode event = parsed(line);
            if (!event.isArray() || event.size() < 3 || event.get(1).asText().length() != 1) {
                throw broken("it has a line that is no event");
            }
            long time = Math.round(event.get(0).asDouble() * MICROS);
            lastMicros = header.path("version").asInt() == 2 ? time : lastMicros + time;
            return Optional.of(RecordedEvent.of(
                    lastMicros, event.get(1).asText().charAt(0), event.get(2).asText()));
        }
        return Optional.empty();
    }

    private JsonNode parsed(String line) throws IOException {
        try {
            return json.readTree(line == null ? "" : line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw broken("it has a line that is no JSON");
        }
    }

    private SallyportException broken(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "cli: " + file + " cannot be played: " + why);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
