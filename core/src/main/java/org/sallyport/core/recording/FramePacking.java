package org.sallyport.core.recording;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What is sealed into a frame: a byte that says how, then the events: as they are (0), or their number of bytes (u32) and
 * DEFLATE (RFC 1951) of them (1). What terminals print packs to a fifth and less, and everything behind costs as much less:
 * sealing, this disk, the way to the server, its storage. One instance a session on the writing side; not thread-safe.
 */
final class FramePacking {
    /** More than what is packed, at most. */
    static final int HEAD = 5;

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;
    /** Shorter ones are keys and prompts: they would hardly become shorter. */
    private static final int LEAST = 128;
    /** After a frame that could not be packed, so many go untried: it will be an archive or a picture. */
    private static final int PAUSE = 15;

    /** A deflater takes a quarter of a mebibyte, which sessions that rest must not hold. */
    private static final ArrayBlockingQueue<Deflater> IDLE = new ArrayBlockingQueue<>(4);

    private int untried;

    /** @return head and data, in an array of their own */
    byte[] pack(byte[] plain, int offset, int length) {
        if (length >= LEAST && untried == 0) {
            Optional<byte[]> packed = deflated(plain, offset, length);
            if (packed.isPresent()) {
                return packed.get();
            }
            untried = PAUSE;
        } else if (length >= LEAST) {
            untried--;
        }
        byte[] out = new byte[1 + length];
        out[0] = PLAIN;
        System.arraycopy(plain, offset, out, 1, length);
        return out;
    }

    /** Empty when that saves less than an eighth. */
    private static Optional<byte[]> deflated(byte[] plain, int offset, int length) {
        Deflater idle = IDLE.poll();
        Deflater deflater = idle == null ? new Deflater(Deflater.BEST_SPEED, true) : idle;
        byte[] out = new byte[HEAD + length - length / 8];
        deflater.setInput(plain, offset, length);
        deflater.finish();
        int size = deflater.deflate(out, HEAD, out.length - HEAD);
        boolean whole = deflater.finished();
        deflater.reset();
        if (!IDLE.offer(deflater)) {
            deflater.end();
        }
        if (!whole) {
            return Optional.empty();
        }
        ByteBuffer.wrap(out).put(DEFLATED).putInt(length);
        return Optional.of(Arrays.copyOf(out, HEAD + size));
    }

    static byte[] unpack(byte[] packed) throws BrokenSegmentException {
        if (packed.length > 0 && packed[0] == PLAIN) {
            return Arrays.copyOfRange(packed, 1, packed.length);
        }
        if (packed.length < HEAD || packed[0] != DEFLATED) {
            throw new BrokenSegmentException("is packed in a way that this version does not know");
        }
        int length = ByteBuffer.wrap(packed).getInt(1);
        if (length < 0 || length > SegmentSealer.MOST_PLAIN) {
            throw new BrokenSegmentException("says that it holds " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] plain = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, HEAD, packed.length - HEAD);
            if (inflater.inflate(plain) != length || !inflater.finished()) {
                throw new BrokenSegmentException("does not hold as much as it says");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new BrokenSegmentException("cannot be unpacked: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
