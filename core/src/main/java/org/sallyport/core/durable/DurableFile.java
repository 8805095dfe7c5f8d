package org.sallyport.core.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are, after a crash too, either as they were or as they were to become, and that only their owner reads
 * (mode 0600). What a crash leaves half written has another name.
 */
public final class DurableFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private DurableFile() {}

    /**
     * Replaces the file as a whole; on disk when this returns. One writer at a time: what is unfinished is in
     * {@code <name>.new} beside it.
     */
    public static void replace(Path target, byte[] content) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".new");
        // left by a crash, perhaps with other rights
        Files.deleteIfExists(unfinished);
        finish(Files.createFile(unfinished, OWN), target, content);
    }

    /**
     * As {@link #replace}, for several writers at once, by names of their own.
     *
     * @param suffix of what is unfinished
     */
    public static void replaceAmongOthers(Path target, byte[] content, String suffix) throws IOException {
        Path unfinished =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), suffix, OWN);
        try {
            finish(unfinished, target, content);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void finish(Path unfinished, Path target, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(target.toAbsolutePath().getParent());
    }

    /** A new or changed name is on disk only when its directory is. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}
