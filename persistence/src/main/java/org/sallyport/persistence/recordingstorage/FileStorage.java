package org.sallyport.persistence.recordingstorage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.durable.DurableFile;
import org.sallyport.core.recording.RecordingStorage;

/** Objects as files below a directory that only the server's own account can read. */
final class FileStorage implements RecordingStorage {
    private static final String UNFINISHED = ".tmp";
    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    FileStorage(Path directory) {
        this.directory = directory;
    }

    /** Under another name first: what a crash leaves half written has no name that anybody asks for. */
    @Override
    public void put(String key, byte[] content) {
        Path file = path(key);
        try {
            make(file.getParent());
            DurableFile.replaceAmongOthers(file, content, UNFINISHED);
        } catch (IOException e) {
            throw failed("written", file, e);
        }
    }

    /** A directory that is new is durable when the one it is in is. */
    private static void make(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        Path parent = wanted.toAbsolutePath().getParent();
        make(parent);
        try {
            Files.createDirectory(wanted, OWN_DIRECTORY);
        } catch (java.nio.file.FileAlreadyExistsException another) {
            // another thread made it
        }
        DurableFile.syncDirectory(parent);
    }

    @Override
    public Optional<byte[]> get(String key) {
        Path file = path(key);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    @Override
    public void delete(String key) {
        Path file = path(key);
        try {
            Files.deleteIfExists(file);
            if (Files.isDirectory(file.getParent())) {
                removeIfUnused(file.getParent());
            }
        } catch (IOException e) {
            throw failed("removed", file, e);
        }
    }

    private static void removeIfUnused(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent)) {
            for (Path one : left) {
                if (!one.getFileName().toString().endsWith(UNFINISHED)) {
                    return;
                }
            }
        }
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(parent, "*" + UNFINISHED)) {
            for (Path one : unfinished) {
                Files.deleteIfExists(one);
            }
        }
        try {
            Files.deleteIfExists(parent);
        } catch (DirectoryNotEmptyException usedAgain) {
            // somebody writes into it
        }
    }

    private Path path(String key) {
        return directory.resolve(ObjectKeys.checked(key));
    }

    private static SallyportException failed(String what, Path file, IOException cause) {
        return StorageFailure.of(
                file + " cannot be " + what + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); check that the disk has room and that the server's account may write there",
                cause);
    }
}
