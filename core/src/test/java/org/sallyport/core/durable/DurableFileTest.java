package org.sallyport.core.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    private Path directory;

    @Test
    void aFileIsReplacedWholeAndItsOwnersAlone() throws IOException {
        Path file = directory.resolve("state");
        DurableFile.replace(file, new byte[] {1, 2, 3});
        DurableFile.replace(file, new byte[] {4});
        assertThat(file).hasBinaryContent(new byte[] {4});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void whatACrashLeftIsWrittenAnew() throws IOException {
        Path left = directory.resolve("state.new");
        Files.write(left, new byte[100]);
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-r--r--"));
        DurableFile.replace(directory.resolve("state"), new byte[] {7});
        assertThat(directory.resolve("state")).hasBinaryContent(new byte[] {7});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("state"))))
                .isEqualTo("rw-------");
        assertThat(left).doesNotExist();
    }

    @Test
    void amongOthersNothingUnfinishedIsLeft() throws IOException {
        Path target = directory.resolve("taken");
        Files.createDirectories(target.resolve("by a directory"));
        assertThatThrownBy(() -> DurableFile.replaceAmongOthers(target, new byte[] {1}, ".tmp"))
                .isInstanceOf(IOException.class);
        try (var files = Files.list(directory)) {
            assertThat(files.toList()).isEqualTo(List.of(target));
        }
        DurableFile.replaceAmongOthers(directory.resolve("free"), new byte[] {1}, ".tmp");
        assertThat(directory.resolve("free")).hasBinaryContent(new byte[] {1});
    }
}
