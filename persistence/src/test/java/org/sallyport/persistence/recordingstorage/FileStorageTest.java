package org.sallyport.persistence.recordingstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.contract.RecordingStorageContract;
import org.sallyport.core.recording.RecordingStorage;

class FileStorageTest extends RecordingStorageContract {
    @TempDir
    private Path data;

    @Override
    protected RecordingStorage storage() {
        return new ConfiguredStorage(Map.of("sallyport.data.dir", data.toString())::get);
    }

    @Test
    void onlyTheServersAccountCanReadThem() throws IOException {
        storage().put(KEY, new byte[] {1});
        Path file = data.resolve("recordings").resolve(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.toList()).as("nothing half written is left").isEqualTo(List.of(file));
        }
    }

    @Test
    void whatACrashLeftIsNoObjectAndGoesWithTheLastOne() throws IOException {
        Path directory =
                Files.createDirectories(data.resolve("recordings").resolve(KEY).getParent());
        Path left = Files.write(directory.resolve("0.seg123.tmp"), new byte[] {1, 2});
        assertThat(storage().get(KEY)).isEmpty();
        storage().put(KEY, new byte[] {7});
        assertThat(storage().get(KEY).orElseThrow()).containsExactly(7);
        assertThat(left).exists();
        storage().delete(KEY);
        assertThat(directory).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTold() throws IOException {
        Files.write(data.resolve("recordings"), new byte[] {1});
        SallyportException failure =
                catchThrowableOfType(SallyportException.class, () -> storage().put(KEY, new byte[] {1}));
        assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(failure.userMessage()).contains("cannot be written").contains("check that the disk has room");
    }

    @Test
    void keysStayBelowTheDirectory() {
        for (String key : List.of("../x", "/etc/passwd", "a/../../b", "", "a//b", "a\0b")) {
            assertThatThrownBy(() -> storage().get(key)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
