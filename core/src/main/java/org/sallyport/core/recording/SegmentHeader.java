package org.sallyport.core.recording;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.sallyport.core.keys.X25519Kem;

/**
 * The first {@value #BYTES} bytes of a segment, in the clear: magic {@code SPR1}, session id (16 bytes), number (u32),
 * microseconds from the session's start to the segment's (u64), id of the recording key (8 bytes), encapsulated key (32
 * bytes), CRC-32C of all that (u32). Numbers are big-endian.
 *
 * @param number from 0, without a gap
 * @param offsetMicros of the segment's first event, at most
 * @param keyId 16 hexadecimal digits
 */
public record SegmentHeader(UUID sessionId, int number, long offsetMicros, String keyId, byte[] encapsulation) {
    public static final int BYTES = 4 + 16 + 4 + 8 + 8 + X25519Kem.ENCAPSULATION_BYTES + 4;
    private static final int MAGIC = 0x53505231;

    public SegmentHeader {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(keyId, "keyId");
        requireNonNull(encapsulation, "encapsulation");
        if (number < 0 || offsetMicros < 0 || encapsulation.length != X25519Kem.ENCAPSULATION_BYTES) {
            throw new IllegalArgumentException("no header of a segment: number " + number + ", offset " + offsetMicros);
        }
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putInt(number)
                .putLong(offsetMicros)
                .put(HexFormat.of().parseHex(keyId))
                .put(encapsulation);
        return out.putInt(checksum(out.array())).array();
    }

    /** @throws BrokenSegmentException when these bytes are none */
    static SegmentHeader decode(ByteBuffer in) throws BrokenSegmentException {
        if (in.remaining() < BYTES) {
            throw new BrokenSegmentException("it is shorter than a header");
        }
        byte[] bytes = new byte[BYTES];
        in.get(bytes);
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        if (fields.getInt() != MAGIC) {
            throw new BrokenSegmentException("it does not begin as a segment does");
        }
        UUID sessionId = new UUID(fields.getLong(), fields.getLong());
        int number = fields.getInt();
        long offset = fields.getLong();
        byte[] keyId = new byte[8];
        fields.get(keyId);
        byte[] encapsulation = new byte[X25519Kem.ENCAPSULATION_BYTES];
        fields.get(encapsulation);
        if (fields.getInt() != checksum(bytes) || number < 0 || offset < 0) {
            throw new BrokenSegmentException("its header does not have the checksum that it says");
        }
        return new SegmentHeader(sessionId, number, offset, HexFormat.of().formatHex(keyId), encapsulation);
    }

    private static int checksum(byte[] header) {
        CRC32C sum = new CRC32C();
        sum.update(header, 0, BYTES - 4);
        return (int) sum.getValue();
    }
}
