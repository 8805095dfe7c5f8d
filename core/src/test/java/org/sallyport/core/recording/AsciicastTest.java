package org.sallyport.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;

final class AsciicastTest {
    private static final RecordingInfo INFO = new RecordingInfo(
            "6d9d1c4e-1b2a-4c3d-8e4f-5a6b7c8d9e0f",
            "alice",
            "root",
            "web1",
            "10.0.0.1",
            "exec",
            "echo hi",
            RecordingMode.NODE,
            120,
            40,
            Instant.parse("2026-01-02T03:04:05Z"));

    private static String cast(List<RecordedEvent> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Asciicast cast = Asciicast.v3(INFO, out);
        for (RecordedEvent event : events) {
            cast.write(event);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isVersionThree() throws IOException {
        assertThat(cast(List.of(
                        RecordedEvent.of(250_000, 'o', "hi\r\n"),
                        RecordedEvent.of(1_250_000, 'e', "oh"),
                        RecordedEvent.of(1_250_000, 'r', "80x24"),
                        RecordedEvent.of(2_000_000, 'x', "0"))))
                .isEqualTo("""
                        {"version":3,"term":{"cols":120,"rows":40},"timestamp":1767323045,"command":"echo hi",\
                        "title":"alice as root at web1"}
                        [0.250000,"o","hi\\r\\n"]
                        [1.000000,"o","oh"]
                        [0.000000,"r","80x24"]
                        [0.750000,"x","0"]
                        """);
    }

    @Test
    void aCharacterCutInTwoIsOneAgain() throws IOException {
        byte[] rocket = "\ud83d\ude80".getBytes(StandardCharsets.UTF_8);
        String cast = cast(List.of(
                new RecordedEvent(0, 'o', new byte[] {rocket[0], rocket[1]}),
                new RecordedEvent(1, 'o', new byte[] {rocket[2], rocket[3]})));
        assertThat(cast).endsWith("\n[0.000001,\"o\",\"\\uD83D\\uDE80\"]\n");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() throws IOException {
        assertThat(cast(List.of(new RecordedEvent(0, 'o', new byte[] {'a', (byte) 0xFF, 'b'}))))
                .contains("a\ufffdb");
    }
}
