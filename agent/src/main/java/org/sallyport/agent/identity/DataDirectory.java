package org.sallyport.agent.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.durable.DurableFile;

/**
 * Where an agent keeps its state: only its own user may read it, one agent at a time holds it, and a file is always
 * either as it was or as it was to become.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE);
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;

    private DataDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** @throws SallyportException IN_USE when another agent holds it, STORE_UNAVAILABLE when it cannot be used */
    public static DataDirectory open(Path directory) {
        try {
            makePrivate(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), NEW_FILE);
            if (!locked(channel)) {
                channel.close();
                throw new SallyportException(
                        ErrorCode.IN_USE,
                        "data_dir: " + directory + " is in use by another agent" + holder(directory)
                                + "; stop it, or give this one a data_dir of its own");
            }
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid));
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        // it may have been there before, with rights of its own
        Files.setPosixFilePermissions(directory, DIRECTORY);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path directory) throws IOException {
        String pid = Files.readString(directory.resolve(LOCK));
        return pid.matches("[0-9]{1,10}") ? " (process " + pid + ")" : "";
    }

    /** Whether an agent holds the directory now. */
    public static boolean held(Path directory) {
        Path file = directory.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    public Path path() {
        return directory;
    }

    /** A directory within, private too. */
    public Path directory(String name) {
        try {
            Path inner = directory.resolve(name);
            makePrivate(inner);
            return inner;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    public Optional<byte[]> read(String name) {
        return read(directory, name);
    }

    /** For those who only look, without holding the directory. */
    public static Optional<byte[]> read(Path directory, String name) {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Replaces the file as a whole; on disk when this returns. */
    public synchronized void write(String name, byte[] content) {
        try {
            DurableFile.replace(directory.resolve(name), content);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static SallyportException unusable(Path directory, IOException cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "data_dir: " + directory + " cannot be used ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); check its owner, its mode and the free space, or name another data_dir",
                "",
                cause);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }
}
