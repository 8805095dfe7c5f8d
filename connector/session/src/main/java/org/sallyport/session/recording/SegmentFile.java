package org.sallyport.session.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.sallyport.core.recording.EventLines;
import org.sallyport.core.recording.LineBuffer;
import org.sallyport.core.recording.SegmentSealer;

/** One segment while it is written. Not thread-safe, but {@link #force} may run beside everything else. */
final class SegmentFile {
    /** Events are gathered up to here before they are sealed, so that one with its longest line still fits a frame. */
    private static final int FRAME = 64 * 1024;

    /** Most data of one event: six bytes of a line for one of data. */
    static final int PIECE = 16 * 1024;

    private final FileChannel file;
    private final SegmentSealer sealer;
    private final EventLines codec;
    private final LineBuffer lines = new LineBuffer();
    private long written;
    private volatile boolean dirty;

    SegmentFile(RecordingFolder folder, SegmentSealer sealer) throws IOException {
        this.sealer = sealer;
        this.codec = new EventLines(began());
        this.file = folder.newSegment(number());
        append(sealer.encodedHeader());
    }

    int number() {
        return sealer.header().number();
    }

    /** Microseconds since the session's start. */
    long began() {
        return sealer.header().offsetMicros();
    }

    /** On disk or in the system's hands; what is gathered is not counted. */
    long written() {
        return written;
    }

    /** @param length at most {@link #PIECE} */
    void add(long atMicros, char code, byte[] data, int offset, int length) throws IOException {
        codec.write(atMicros, code, data, offset, length, lines);
        if (lines.size() >= FRAME) {
            flush();
        }
    }

    /** Seals what is gathered into a frame. */
    void flush() throws IOException {
        if (lines.size() > 0) {
            byte[] frame = sealer.frame(lines.array(), 0, lines.size());
            lines.reset();
            append(frame);
        }
    }

    private void append(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = written;
        try {
            while (buffer.hasRemaining()) {
                at += file.write(buffer, at);
            }
        } catch (IOException e) {
            // whole frames only, for whoever reads it
            file.truncate(written);
            throw e;
        }
        written = at;
        dirty = true;
    }

    /** On disk when this returns. */
    void force() throws IOException {
        if (dirty) {
            dirty = false;
            file.force(false);
        }
    }

    void close() throws IOException {
        file.close();
    }
}
