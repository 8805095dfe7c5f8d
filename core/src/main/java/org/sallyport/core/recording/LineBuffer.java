package org.sallyport.core.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of lines, gathered. Every byte that a session prints passes here, so eight of them are looked at at a time. Not
 * thread-safe.
 */
public final class LineBuffer {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[8 * 1024];
    private int size;

    public int size() {
        return size;
    }

    /** The first {@link #size} bytes of it, until something is appended. */
    public byte[] array() {
        return bytes;
    }

    public void reset() {
        size = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void ascii(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
        plain(encoded, 0, encoded.length);
    }

    void plain(byte[] data, int offset, int length) {
        room(length);
        System.arraycopy(data, offset, bytes, size, length);
        size += length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** UTF-8 text as it stands in a JSON string (RFC 8259 section 7). */
    void escaped(byte[] data, int offset, int length) {
        int end = offset + length;
        int from = offset;
        while (from < end) {
            int at = from + plainRun(data, from, end);
            plain(data, from, at - from);
            from = at;
            if (at < end) {
                escape(data[at]);
                from++;
            }
        }
    }

    /** How many of the next bytes may stand as they are. */
    private static int plainRun(byte[] data, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && !special((long) EIGHT.get(data, at))) {
            at += Long.BYTES;
        }
        while (at < end && !special(data[at])) {
            at++;
        }
        return at - from;
    }

    private static boolean special(byte value) {
        return value >= 0 && (value < 0x20 || value == '"' || value == '\\' || value == 0x7F);
    }

    /** Whether one of eight bytes may be special: never no when one is, sometimes yes when none is. */
    private static boolean special(long eight) {
        long control = (eight - ONES * 0x20) & ~eight;
        return ((control | zero(eight ^ ONES * '"') | zero(eight ^ ONES * '\\') | zero(eight ^ ONES * 0x7F)) & HIGHS)
                != 0;
    }

    /** The high bit of the lowest byte that is zero is set, and of none if none is. */
    private static long zero(long eight) {
        return (eight - ONES) & ~eight;
    }

    private void escape(byte value) {
        room(6);
        bytes[size++] = '\\';
        switch (value) {
            case '"', '\\' -> bytes[size++] = value;
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[value >> 4 & 0xF];
                bytes[size++] = HEX[value & 0xF];
            }
        }
    }

    /** How many of the bytes are ASCII before one is not. */
    static int asciiRun(byte[] data, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) EIGHT.get(data, at) & HIGHS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && data[at] >= 0) {
            at++;
        }
        return at - from;
    }
}
