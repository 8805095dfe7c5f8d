package org.sallyport.cli.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.durable.DurableFile;

/** How far one export has come, of one cluster, across crashes. One process has it at a time. */
final class CursorFile implements AutoCloseable {
    private static final ObjectMapper JSON = Json.jsonMapper();

    /** @param cluster its id: another cluster's log has other numbers */
    private record State(String cluster, String after) {}

    private final Path file;
    private final String cluster;
    private final FileChannel lockFile;

    private CursorFile(Path file, String cluster, FileChannel lockFile) {
        this.file = file;
        this.cluster = cluster;
        this.lockFile = lockFile;
    }

    static CursorFile open(Path file, String cluster) {
        Path whole = file.toAbsolutePath();
        try {
            Files.createDirectories(whole.getParent());
            FileChannel channel =
                    FileChannel.open(beside(whole, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new SallyportException(
                        ErrorCode.INVALID_CONFIG,
                        "cli: " + whole + " is in use by another export: give each its own --state");
            }
            return new CursorFile(whole, cluster, channel);
        } catch (IOException e) {
            throw failed("open", whole, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    /** Empty before the first event. */
    String read() {
        if (!Files.exists(file)) {
            return "";
        }
        try {
            State state = JSON.readValue(Files.readString(file), State.class);
            if (!state.cluster().equals(cluster)) {
                throw new SallyportException(
                        ErrorCode.INVALID_CONFIG,
                        "cli: " + file + " belongs to an export of another cluster: give this one its own --state");
            }
            return state.after();
        } catch (JsonProcessingException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "cli: " + file + " is damaged. Remove it to export the whole log again; uids tell repeats apart",
                    e.getMessage(),
                    e);
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    void write(String after) {
        try {
            String state = JSON.writeValueAsString(new State(cluster, after)) + "\n";
            DurableFile.replace(file, state.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static SallyportException failed(String what, Path file, IOException cause) {
        return new SallyportException(
                ErrorCode.INVALID_CONFIG,
                "cli: cannot " + what + " " + file + ": " + cause.getMessage()
                        + ". Check --state and the directory's owner",
                "",
                cause);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
