package org.sallyport.cli.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;

/** JSON lines at the end of a file, durable when delivered. Opened anew for each page, so that it may be rotated. */
final class FileSink implements EventSink {
    private static final ObjectMapper JSON = Json.jsonMapper();
    private final Path file;

    FileSink(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "file " + file;
    }

    static byte[] lines(List<AuditEvent> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (AuditEvent event : events) {
            lines.write(JSON.writeValueAsBytes(event));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    public void deliver(List<AuditEvent> events) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            out.position(endOfLastLine(out));
            out.truncate(out.position());
            ByteBuffer lines = ByteBuffer.wrap(lines(events));
            while (lines.hasRemaining()) {
                out.write(lines);
            }
            out.force(true);
        }
    }

    /** Half a line was left by a crash or a full disk; its event comes again. */
    private static long endOfLastLine(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = file.size(); end > 0; end--) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
