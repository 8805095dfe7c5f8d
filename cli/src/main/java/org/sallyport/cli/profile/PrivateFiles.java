package org.sallyport.cli.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Files only their owner may read: created with their mode, never widened later, replaced in one step. */
public final class PrivateFiles {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent(), OWNER_DIRECTORY);
            Path temporary = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new", OWNER_FILE);
            Files.writeString(temporary, text, StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cli: cannot write " + file + ": " + e.getMessage()
                            + ". Check the directory's owner and free space",
                    "",
                    e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "cli: cannot read " + file + ": " + e.getMessage(), "", e);
        }
    }
}
