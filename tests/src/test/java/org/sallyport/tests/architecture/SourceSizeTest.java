package org.sallyport.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Good trees have no tail of huge classes: 300 lines is the aim, 400 fails the build. */
final class SourceSizeTest {
    private static final int LIMIT = 400;

    @Test
    void noSourceFileIsLongerThanTheLimit() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> files = Files.walk(root)) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/node_modules/"))
                    .filter(file -> lines(file) > LIMIT)
                    .map(file -> root.relativize(file) + ": " + lines(file) + " lines")
                    .toList();
            assertThat(tooLong).as("source files longer than %d lines", LIMIT).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
