package org.sallyport.core.transparency;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * What is hashed into the tree. It outlives its row: after the row's removal it still tells what was there, when, and
 * that nobody can put another row in its place.
 *
 * @param id the event's uid or the certificate's serial, unsigned
 * @param sequence of an event in the audit log, else 0
 * @param time when the event happened, when the certificate's life begins; to the microsecond
 * @param rowHash {@link LogRow#hash}
 */
public record LogLeaf(LogKind kind, String id, long sequence, Instant time, String rowHash) {
    /** In which a batch enters the log. */
    public static final Comparator<LogLeaf> ORDER =
            Comparator.comparing(LogLeaf::time).thenComparing(LogLeaf::sequence).thenComparing(LogLeaf::id);

    private static final byte VERSION = 1;

    public LogLeaf {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
        time = time.truncatedTo(ChronoUnit.MICROS);
        requireNonNull(rowHash, "rowHash");
    }

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public static Instant ofMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** @throws IllegalArgumentException when the row's hash is no SHA-256 in hex */
    public TreeHash hash() {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] row = HexFormat.of().parseHex(rowHash);
        if (row.length != TreeHash.BYTES) {
            throw new IllegalArgumentException("a row's hash has " + TreeHash.BYTES + " bytes, not " + row.length);
        }
        ByteBuffer entry = ByteBuffer.allocate(2 + Integer.BYTES + name.length + 2 * Long.BYTES + row.length);
        entry.put(VERSION).put((byte) kind.number()).putInt(name.length).put(name);
        entry.putLong(sequence).putLong(micros(time)).put(row);
        return TreeHash.leaf(entry.array());
    }
}
