package org.sallyport.core.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What can be said of a segment without its key: how far its frames are whole.
 *
 * @param frames that are whole
 * @param goodBytes from the beginning to the end of the last whole frame
 * @param damage what comes after them; empty when nothing does
 */
public record SegmentScan(SegmentHeader header, int frames, long goodBytes, Optional<String> damage) {
    public static SegmentScan of(byte[] segment) throws BrokenSegmentException {
        try {
            return of(new java.io.ByteArrayInputStream(segment));
        } catch (IOException e) {
            throw new IllegalStateException("memory can be read", e);
        }
    }

    /** Reads to the end, or to the first frame that is not whole. */
    public static SegmentScan of(InputStream in) throws IOException, BrokenSegmentException {
        SegmentHeader header = SegmentHeader.decode(ByteBuffer.wrap(in.readNBytes(SegmentHeader.BYTES)));
        int frames = 0;
        long good = SegmentHeader.BYTES;
        while (true) {
            try {
                byte[] frame = nextFrame(in);
                if (frame.length == 0) {
                    return new SegmentScan(header, frames, good, Optional.empty());
                }
                frames++;
                good += frame.length;
            } catch (EOFException e) {
                return new SegmentScan(header, frames, good, Optional.of("it ends within frame " + frames));
            } catch (BrokenSegmentException e) {
                return new SegmentScan(header, frames, good, Optional.of("frame " + frames + " " + e.getMessage()));
            }
        }
    }

    /** @return the frame, whole; empty at the end */
    static byte[] nextFrame(InputStream in) throws IOException, BrokenSegmentException {
        byte[] head = in.readNBytes(SegmentSealer.FRAME_HEAD);
        if (head.length == 0) {
            return head;
        }
        if (head.length < SegmentSealer.FRAME_HEAD) {
            throw new EOFException();
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length < SegmentSealer.TAG || length > SegmentSealer.MOST_SEALED) {
            throw new BrokenSegmentException("says that it has " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] frame = new byte[SegmentSealer.FRAME_HEAD + length];
        System.arraycopy(head, 0, frame, 0, head.length);
        if (in.readNBytes(frame, head.length, length) < length) {
            throw new EOFException();
        }
        if (ByteBuffer.wrap(frame).getInt(4) != SegmentSealer.checksum(frame)) {
            throw new BrokenSegmentException("does not have the checksum that it says");
        }
        return frame;
    }
}
