package org.sallyport.agent.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.AuditSink;

/**
 * Audit events on their way to the Auth Service, kept through crashes. Append-only files; a file is deleted when all it
 * holds was taken. After a restart events may be sent again: their uid tells the store that it knows them.
 *
 * <p>Policy: the spool is bounded, and when it is full events are refused, so that nothing happens unaudited; none that
 * was taken is ever dropped.
 */
public final class AuditSpool implements AuditSink, AutoCloseable {
    /** A part of the spool to be sent; hand it back when it was taken. */
    public record Batch(List<byte[]> events, long nextOffset, Path file) {}

    public static final long DEFAULT_LIMIT = 64L << 20;
    static final int SEGMENT = 1 << 20;
    /** EmitAuditRequest allows 500 events and 1 MiB. */
    private static final int MOST_EVENTS = 400;

    private static final int MOST_BYTES = 512 * 1024;
    private static final int LONGEST_EVENT = 256 * 1024;

    private final ObjectMapper mapper = Json.jsonMapper();
    private final Path directory;
    private final long limit;
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();
    private FileChannel out;
    private long number;
    private long written;
    private long total;
    private long readOffset;

    private final Object forcing = new Object();
    private long appended;
    private long durable;

    /** @param directory for the spool alone */
    public AuditSpool(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
        try (Stream<Path> found = Files.list(directory)) {
            List<Path> files = found.filter(
                            file -> file.getFileName().toString().matches("[0-9]{12}\\.log"))
                    .sorted()
                    .toList();
            for (Path file : files) {
                segments.add(new SpoolSegment(file));
                total += Files.size(file);
                number = Long.parseLong(file.getFileName().toString().substring(0, 12));
            }
            startSegment();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void emit(AuditEvent event) {
        byte[] line = SpoolLine.encode(json(event));
        long ticket;
        FileChannel target;
        synchronized (this) {
            requireRoom(line.length);
            try {
                if (written > 0 && written + line.length > SEGMENT) {
                    rotate();
                }
                write(line);
            } catch (IOException e) {
                throw unavailable(e);
            }
            ticket = ++appended;
            target = out;
        }
        force(ticket, target);
        synchronized (this) {
            notifyAll();
        }
    }

    private byte[] json(AuditEvent event) {
        try {
            byte[] json = mapper.writeValueAsBytes(event);
            if (json.length > LONGEST_EVENT) {
                throw new SallyportException(
                        ErrorCode.PAYLOAD_TOO_LARGE, "an audit event of " + json.length + " bytes is too large");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "an audit event cannot be encoded", "", e);
        }
    }

    private void requireRoom(int length) {
        if (total + length > limit) {
            AgentMessages.LOG.spoolFull(total);
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "agent: its audit spool is full, so nothing new may happen here; restore its connection with the"
                            + " Auth Service");
        }
    }

    private void write(byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        long start = written;
        try {
            while (buffer.hasRemaining()) {
                start += out.write(buffer, start);
            }
        } catch (IOException e) {
            // a part of a line must not swallow the next one
            out.truncate(written);
            throw e;
        }
        written = start;
        total += line.length;
    }

    /** One fsync serves all that were appended before it began. */
    private void force(long ticket, FileChannel target) {
        synchronized (forcing) {
            if (durable >= ticket) {
                return;
            }
            long covered;
            synchronized (this) {
                covered = target == out ? appended : ticket;
            }
            try {
                if (target.isOpen()) {
                    target.force(false);
                }
            } catch (IOException e) {
                throw unavailable(e);
            }
            durable = Math.max(durable, covered);
        }
    }

    private void rotate() throws IOException {
        out.force(false);
        out.close();
        startSegment();
    }

    private void startSegment() throws IOException {
        number++;
        Path file = directory.resolve("%012d.log".formatted(number));
        out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel itself = FileChannel.open(directory)) {
            itself.force(true);
        }
        written = 0;
        segments.addLast(new SpoolSegment(file));
    }

    /** Waits for events, at most this long; empty when there were none. One reader at a time. */
    public synchronized Batch next(long waitMillis) throws InterruptedException {
        Batch batch = read();
        if (batch.events().isEmpty() && waitMillis > 0) {
            wait(waitMillis);
            batch = read();
        }
        return batch;
    }

    private Batch read() {
        try {
            while (true) {
                SpoolSegment first = segments.getFirst();
                boolean last = segments.size() == 1;
                long end = last ? written : Files.size(first.file());
                SpoolSegment.Batch found = first.read(readOffset, end, MOST_EVENTS, MOST_BYTES, !last);
                if (!found.events().isEmpty()) {
                    return new Batch(found.events(), found.nextOffset(), first.file());
                }
                readOffset = found.nextOffset();
                if (readOffset < end) {
                    continue;
                }
                if (last) {
                    return new Batch(List.of(), readOffset, first.file());
                }
                drop(first);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** The Auth Service has all of it. */
    public synchronized void taken(Batch batch) {
        SpoolSegment first = segments.getFirst();
        if (!first.file().equals(batch.file())) {
            return;
        }
        readOffset = batch.nextOffset();
        try {
            if (segments.size() == 1 && readOffset == written && written >= SEGMENT / 16) {
                rotate();
                drop(first);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void drop(SpoolSegment segment) throws IOException {
        total -= Files.size(segment.file());
        Files.delete(segment.file());
        segments.remove(segment);
        readOffset = 0;
    }

    private SallyportException unavailable(IOException cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "agent: its audit spool " + directory + " cannot be used (" + cause.getMessage()
                        + "); check the disk and its free space",
                "",
                cause);
    }

    @Override
    public synchronized void close() {
        try {
            out.force(false);
            out.close();
            if (segments.size() == 1 && readOffset == written) {
                // all was taken: nothing to send again
                drop(segments.getFirst());
            }
        } catch (IOException e) {
            AgentMessages.LOG.notClosed(e);
        }
    }
}
