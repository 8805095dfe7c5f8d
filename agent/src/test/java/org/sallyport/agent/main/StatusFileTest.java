package org.sallyport.agent.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.api.node.NegotiatedAlgorithms;

final class StatusFileTest {
    @TempDir
    Path data;

    private Optional<StatusFile.Status> read(String content) {
        try (DataDirectory directory = DataDirectory.open(data.resolve("agent"))) {
            directory.write("status.json", content.getBytes(StandardCharsets.UTF_8));
            return StatusFile.read(directory.path());
        }
    }

    @Test
    void tellsWhatTheTunnelIsEncryptedWith() {
        assertThat(read("""
                {"up":true,"cause":"","since":"2026-01-01T00:00:00Z",
                 "algorithms":{"kex":"k","cipher":"c","mac":"aead"}}
                """))
                .contains(new StatusFile.Status(
                        true,
                        "",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Optional.of(new NegotiatedAlgorithms("k", "c", "aead"))));
    }

    @Test
    void aFileOfAnEarlierVersionIsRead() {
        assertThat(read("{\"up\":false,\"cause\":\"network\",\"since\":\"2026-01-01T00:00:00Z\"}"))
                .contains(new StatusFile.Status(
                        false, "network", Instant.parse("2026-01-01T00:00:00Z"), Optional.empty()));
    }
}
