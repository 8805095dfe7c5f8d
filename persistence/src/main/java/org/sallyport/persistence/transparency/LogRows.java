package org.sallyport.persistence.transparency;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogRepository.Entry;
import org.sallyport.core.transparency.LogRow;

/** Rows that the log is of, as they are stored now. */
final class LogRows {
    /** In the order of {@link LogKind#columns}, the number last. */
    private static final String EVENT =
            "select e.uid, e.event, e.code, e.eventTime, e.outcome, e.userName, e.resourceKind,"
                    + " e.resourceName, e.address, e.sessionId, e.message, e.fields, e.seq from AuditEventEntity e";

    /** In the order of {@link LogKind#columns}, the revocation last. */
    private static final String CERTIFICATE =
            "select c.serial, c.kind, c.subject, c.principals, c.notBefore, c.notAfter,"
                    + " c.encoded, c.revokedAt, c.revocationReason from IssuedCertificateEntity c";

    private static final String UNLOGGED = " and not exists (select 1 from log_leaf l where l.entry_id = %1$s)"
            + " and not exists (select 1 from log_pending p where p.entry_id = %1$s)"
            + " and not exists (select 1 from log_backfill b where b.kind = %2$d and b.row_key = %3$s)"
            + " order by %3$s fetch first %4$d rows only";

    /** Serials are kept in two's complement and named unsigned. */
    private static final String SERIAL = "cast(case when c.serial < 0"
            + " then cast(c.serial as decimal(20)) + 18446744073709551616"
            + " else cast(c.serial as decimal(20)) end as varchar)";

    private LogRows() {}

    /** @param after sequence or serial, unsigned */
    static List<Entry> unlogged(EntityManager entities, LogKind kind, String after, int most) {
        String key = kind == LogKind.EVENT ? "e.seq" : "c.serial";
        String from = kind == LogKind.EVENT
                ? "select e.seq from audit_event e where e.seq >= :from"
                : "select c.serial from issued_certificate c where c.serial >= :from";
        String id = kind == LogKind.EVENT ? "cast(e.uid as varchar)" : SERIAL;
        List<Long> keys = new ArrayList<>();
        for (Object found : entities.createNativeQuery(from + UNLOGGED.formatted(id, kind.number(), key, most))
                .setParameter("from", after.isEmpty() ? Long.MIN_VALUE : Long.parseUnsignedLong(after) + 1)
                .getResultList()) {
            keys.add(((Number) found).longValue());
        }
        Map<String, LogRow> rows = new HashMap<>();
        List<LogLeaf> leaves = leaves(entities, kind, keys, rows);
        return leaves.stream()
                .map(leaf -> new Entry(-1, leaf, Optional.of(rows.get(leaf.id()))))
                .toList();
    }

    /** By id. A row whose uid was changed is found by its number, one whose number was changed by its uid. */
    static Map<String, LogRow> of(EntityManager entities, Collection<LogLeaf> leaves) {
        Map<String, LogRow> rows = new HashMap<>();
        List<UUID> uids = uids(leaves);
        read(entities, EVENT + " where e.uid in :keys", uids).forEach(row -> rows.put(row[0].toString(), event(row)));
        Map<Long, String> missing = new HashMap<>();
        leaves.stream()
                .filter(leaf -> leaf.kind() == LogKind.EVENT && !rows.containsKey(leaf.id()))
                .forEach(leaf -> missing.put(leaf.sequence(), leaf.id()));
        read(entities, EVENT + " where e.seq in :keys", missing.keySet())
                .forEach(row -> rows.put(missing.get((Long) row[row.length - 1]), event(row)));
        List<Long> serials = serials(leaves);
        read(entities, CERTIFICATE + " where c.serial in :keys", serials)
                .forEach(row -> rows.put(Long.toUnsignedString((Long) row[0]), certificate(row)));
        return rows;
    }

    /** A leaf whose id was made another is of no row. */
    private static List<UUID> uids(Collection<LogLeaf> leaves) {
        return ids(leaves, LogKind.EVENT, UUID::fromString);
    }

    private static List<Long> serials(Collection<LogLeaf> leaves) {
        return ids(leaves, LogKind.CERTIFICATE, Long::parseUnsignedLong);
    }

    private static <T> List<T> ids(Collection<LogLeaf> leaves, LogKind kind, Function<String, T> parser) {
        List<T> ids = new ArrayList<>();
        for (LogLeaf leaf : leaves) {
            if (leaf.kind() == kind) {
                try {
                    ids.add(parser.apply(leaf.id()));
                } catch (IllegalArgumentException damaged) {
                    continue;
                }
            }
        }
        return ids;
    }

    /** As the log would have them. @param rows to put them into by id @return in the order of the keys */
    static List<LogLeaf> leaves(EntityManager entities, LogKind kind, Collection<Long> keys, Map<String, LogRow> rows) {
        return switch (kind) {
            case EVENT ->
                read(entities, EVENT + " where e.seq in :keys order by e.seq", keys).stream()
                        .map(row -> leaf(event(row), (Long) row[row.length - 1], (Instant) row[3], rows))
                        .toList();
            case CERTIFICATE ->
                read(entities, CERTIFICATE + " where c.serial in :keys order by c.serial", keys).stream()
                        .map(row -> leaf(certificate(row), 0, (Instant) row[4], rows))
                        .toList();
        };
    }

    private static LogLeaf leaf(LogRow row, long sequence, Instant time, Map<String, LogRow> rows) {
        String id = row.columns().get(row.kind().columns().getFirst());
        rows.put(id, row);
        return new LogLeaf(row.kind(), id, sequence, time, row.hash());
    }

    private static LogRow event(Object[] row) {
        int hashed = LogKind.EVENT.columns().size();
        Map<String, String> columns = columns(LogKind.EVENT, row, hashed);
        columns.put("seq", row[hashed].toString());
        return new LogRow(LogKind.EVENT, columns);
    }

    private static LogRow certificate(Object[] row) {
        int hashed = LogKind.CERTIFICATE.columns().size();
        Map<String, String> columns = columns(LogKind.CERTIFICATE, row, hashed);
        if (row[hashed] != null) {
            columns.put("revoked_at", LogRow.time((Instant) row[hashed]));
        }
        if (row[hashed + 1] != null) {
            columns.put("revocation_reason", (String) row[hashed + 1]);
        }
        return new LogRow(LogKind.CERTIFICATE, columns);
    }

    private static Map<String, String> columns(LogKind kind, Object[] row, int hashed) {
        return new TreeMap<>(
                LogRow.of(kind, Arrays.asList(row).subList(0, hashed)).columns());
    }

    private static List<Object[]> read(EntityManager entities, String query, Collection<?> keys) {
        return keys.isEmpty()
                ? List.of()
                : new ArrayList<>(entities.createQuery(query, Object[].class)
                        .setParameter("keys", keys)
                        .getResultList());
    }

    /** How many characters the large columns of these rows have, by id, so that a page can be kept small. */
    static Map<String, Long> sizes(EntityManager entities, Collection<LogLeaf> leaves) {
        Map<String, Long> sizes = new HashMap<>();
        List<UUID> uids = uids(leaves);
        read(
                        entities,
                        "select e.uid, length(e.message) + length(e.fields) from AuditEventEntity e where e.uid in :keys",
                        uids)
                .forEach(row -> sizes.put(row[0].toString(), ((Number) row[1]).longValue()));
        return sizes;
    }
}
