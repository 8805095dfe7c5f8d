package org.sallyport.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogHead;

final class HeadFileTest {
    @TempDir
    private Path directory;

    private static LogHead head(long size) {
        return new LogHead("cluster", size, "00", Instant.EPOCH.plusSeconds(size), "key", "PEM", "signature");
    }

    @Test
    void headsAreKeptInTheirOrderAndEachSizeOnce() {
        HeadFile file = new HeadFile(directory.resolve("heads").resolve("cluster.json"));
        assertThat(file.read()).isEmpty();
        file.add(head(3));
        file.add(head(3));
        file.add(head(2));
        file.add(head(9));
        assertThat(file.read()).containsExactly(head(3), head(9));
    }

    @Test
    void firstAndYoungestHeadsStay() {
        HeadFile file = new HeadFile(directory.resolve("cluster.json"));
        for (int size = 1; size <= 150; size++) {
            file.add(head(size));
        }
        List<LogHead> kept = file.read();
        assertThat(kept).hasSize(100);
        assertThat(kept.getFirst()).isEqualTo(head(1));
        assertThat(kept.get(1)).isEqualTo(head(52));
        assertThat(kept.getLast()).isEqualTo(head(150));
    }

    @Test
    void damagedFileIsNotTakenForNone() throws IOException {
        Path file = directory.resolve("cluster.json");
        Files.writeString(file, "[{");
        assertThatThrownBy(() -> new HeadFile(file).read())
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("holds no list of heads");
        Path absent = directory.resolve("absent.json");
        HeadFile none = new HeadFile(absent);
        assertThatThrownBy(() -> LogClient.kept(none, List.of(absent)))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("is not there");
    }
}
