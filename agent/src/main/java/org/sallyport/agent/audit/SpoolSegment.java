package org.sallyport.agent.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.agent.messages.AgentMessages;

/** Reads events from one file of the spool. Not thread-safe. */
final class SpoolSegment {
    /** What was read, and where reading goes on. */
    record Batch(List<byte[]> events, long nextOffset) {}

    private final Path file;
    private int line;

    SpoolSegment(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /**
     * Events from an offset up to {@code end}; damaged lines are told and skipped, a last line without LF (torn by a
     * crash) as well once {@code complete} says that nobody writes here any more.
     */
    Batch read(long offset, long end, int mostEvents, int mostBytes, boolean complete) throws IOException {
        byte[] content = bytes(offset, Math.min(end, offset + 2L * mostBytes));
        List<byte[]> events = new ArrayList<>();
        int start = 0;
        int size = 0;
        for (int i = 0; i < content.length && events.size() < mostEvents; i++) {
            if (content[i] != '\n') {
                continue;
            }
            byte[] text = java.util.Arrays.copyOfRange(content, start, i);
            if (!events.isEmpty() && size + text.length > mostBytes) {
                return new Batch(events, offset + start);
            }
            line++;
            SpoolLine.decode(text)
                    .ifPresentOrElse(events::add, () -> AgentMessages.LOG.spoolDamaged(file.toString(), line));
            size += text.length;
            start = i + 1;
        }
        boolean torn = start == 0 && events.isEmpty() && content.length > 0;
        if (torn && (complete || offset + content.length < end)) {
            line++;
            AgentMessages.LOG.spoolDamaged(file.toString(), line);
            return new Batch(events, offset + content.length);
        }
        return new Batch(events, offset + start);
    }

    private byte[] bytes(long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(to, channel.size()) - from));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
                continue;
            }
            byte[] read = new byte[buffer.position()];
            buffer.flip().get(read);
            return read;
        }
    }
}
