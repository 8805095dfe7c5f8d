package org.sallyport.agent.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Events that the Auth Service does not take, kept for whoever wants to know why. */
public final class RefusedEvents {
    private final Path file;

    public RefusedEvents(Path directory) {
        this.file = directory.resolve("refused.log");
    }

    public void keep(byte[] event) {
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer line = ByteBuffer.wrap(SpoolLine.encode(event));
            while (line.hasRemaining()) {
                out.write(line);
            }
            out.force(false);
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE, "agent: " + file + " cannot be written; check the disk", "", e);
        }
    }
}
