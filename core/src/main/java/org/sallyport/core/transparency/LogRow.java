package org.sallyport.core.transparency;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.keys.Secrets;

/**
 * A row as it is stored, column by column as text. What is hashed of it (docs/protocol/transparency.md) depends on
 * nothing but these texts, so that it is the same from every database.
 *
 * @param columns by name; a column that is null in the store is left out
 */
public record LogRow(LogKind kind, Map<String, String> columns) {
    private static final byte VERSION = 1;
    private static final int ABSENT = -1;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    public LogRow {
        requireNonNull(kind, "kind");
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
    }

    /** @param values in the order of {@link LogKind#columns} */
    public static LogRow of(LogKind kind, List<?> values) {
        Map<String, String> columns = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                columns.put(kind.columns().get(i), text(value));
            }
        }
        return new LogRow(kind, columns);
    }

    /** @param stored with every text as the store has it @param fields the column of that name */
    public static LogRow ofEvent(AuditEvent stored, String fields) {
        return of(
                LogKind.EVENT,
                List.of(
                        stored.uid(),
                        stored.event(),
                        stored.code(),
                        stored.time(),
                        stored.outcome().name(),
                        stored.user(),
                        stored.resourceKind(),
                        stored.resource(),
                        stored.address(),
                        stored.sessionId(),
                        stored.message(),
                        fields));
    }

    private static String text(Object value) {
        return switch (value) {
            case Instant time -> time(time);
            case UUID uid -> uid.toString();
            // the only numbers are serials
            case Long serial -> Long.toUnsignedString(serial);
            default -> (String) value;
        };
    }

    /** To the microsecond, which is what databases keep. */
    public static String time(Instant time) {
        return TIME.format(time.truncatedTo(ChronoUnit.MICROS));
    }

    /** Version, kind, then each column: its length in four bytes and its UTF-8. */
    byte[] canonical() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        out.write(kind.number());
        for (String name : kind.columns()) {
            String value = columns.get(name);
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            int length = value == null ? ABSENT : bytes.length;
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    /** SHA-256 in hex. */
    public String hash() {
        return Secrets.sha256Hex(canonical());
    }
}
