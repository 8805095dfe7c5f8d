package org.sallyport.core.fakes;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sallyport.api.codec.Json;
import org.sallyport.core.audit.AuditRepository.Stored;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogRow;
import org.sallyport.core.transparency.Subtree;
import org.sallyport.core.transparency.TreeHash;

/** {@link LogRepository} in memory: every row of the other fakes that is not in it yet waits for it. */
public final class MemoryLog implements LogRepository {
    private final MemoryStore store;
    private final MemoryAudit audit;
    private final MemoryIssuedCertificates certificates;
    private final MemoryStore.Table<Long, LogLeaf> leaves;
    private final MemoryStore.Table<String, Subtree> subtrees;
    private final MemoryStore.Table<String, Key> keys;
    private final MemoryStore.Table<Integer, Frontier> tree;
    private final MemoryStore.Table<Integer, Signed> signed;

    private record Row(LogLeaf leaf, LogRow row) {}

    public MemoryLog(MemoryStore store, MemoryAudit audit, MemoryIssuedCertificates certificates) {
        this.store = store;
        this.audit = audit;
        this.certificates = certificates;
        this.leaves = store.table();
        this.subtrees = store.table();
        this.keys = store.table();
        this.tree = store.table();
        this.signed = store.table();
    }

    private Map<String, Row> rows() {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Stored stored : audit.after(0, Integer.MAX_VALUE)) {
            LogRow row = LogRow.ofEvent(stored.event(), json(stored.event().fields()));
            String id = stored.event().uid().toString();
            Map<String, String> columns = new java.util.TreeMap<>(row.columns());
            columns.put("seq", Long.toString(stored.sequence()));
            rows.put(
                    id,
                    new Row(
                            new LogLeaf(
                                    LogKind.EVENT,
                                    id,
                                    stored.sequence(),
                                    stored.event().time(),
                                    row.hash()),
                            new LogRow(LogKind.EVENT, columns)));
        }
        for (IssuedCertificate issued : certificates.all()) {
            LogRow row = LogRow.of(
                    LogKind.CERTIFICATE,
                    List.of(
                            issued.serial(),
                            issued.kind(),
                            issued.subject(),
                            json(issued.principals()),
                            issued.notBefore(),
                            issued.notAfter(),
                            issued.encoded()));
            String id = Long.toUnsignedString(issued.serial());
            rows.put(id, new Row(new LogLeaf(LogKind.CERTIFICATE, id, 0, issued.notBefore(), row.hash()), row));
        }
        return rows;
    }

    private static String json(Object value) {
        try {
            return Json.jsonMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Row> waitingRows() {
        Map<String, Row> rows = rows();
        leaves.rows().values().forEach(leaf -> rows.remove(leaf.id()));
        return List.copyOf(rows.values());
    }

    @Override
    public boolean waiting() {
        return store.call(() -> !waitingRows().isEmpty());
    }

    @Override
    public long unsequenced() {
        return store.call(() -> (long) waitingRows().size());
    }

    @Override
    public Frontier lock() {
        return tree();
    }

    @Override
    public Frontier tree() {
        return store.call(() -> tree.rows().getOrDefault(1, Frontier.EMPTY));
    }

    @Override
    public List<LogLeaf> take(int most) {
        return store.call(
                () -> waitingRows().stream().limit(most).map(Row::leaf).toList());
    }

    @Override
    public void grow(Frontier grown, List<LogLeaf> added, List<Subtree> made) {
        store.run(() -> {
            long index = grown.size() - added.size();
            for (LogLeaf leaf : added) {
                leaves.rows().put(index++, leaf);
            }
            made.forEach(subtree -> subtrees.rows().put(subtree.level() + "/" + subtree.index(), subtree));
            tree.rows().put(1, grown);
        });
    }

    @Override
    public TreeHash subtree(int level, long index) {
        return store.call(() -> Optional.ofNullable(subtrees.rows().get(level + "/" + index))
                .map(Subtree::hash)
                .orElseThrow(() -> new IllegalStateException("the log has lost its subtree " + level + "/" + index)));
    }

    @Override
    public OptionalLong indexOf(String id) {
        return store.call(() -> leaves.rows().entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .mapToLong(Map.Entry::getKey)
                .findFirst());
    }

    @Override
    public List<Entry> entries(long from, int most) {
        return store.call(() -> {
            Map<String, Row> rows = rows();
            List<Entry> entries = new ArrayList<>();
            leaves.rows().tailMap(from, true).entrySet().stream()
                    .limit(most)
                    .forEach(leaf -> entries.add(new Entry(
                            leaf.getKey(),
                            leaf.getValue(),
                            Optional.ofNullable(rows.get(leaf.getValue().id())).map(Row::row))));
            return entries;
        });
    }

    @Override
    public List<Subtree> ending(long from, long to) {
        return store.call(() -> subtrees.rows().values().stream()
                .filter(subtree -> subtree.level() >= STORED_LEVEL)
                .filter(subtree -> {
                    long end = (subtree.index() + 1) << subtree.level();
                    return end > from && end <= to;
                })
                .toList());
    }

    /** Nothing gets past this fake: what is not in the log waits for it. */
    @Override
    public List<Entry> unlogged(LogKind kind, String after, int most) {
        return List.of();
    }

    @Override
    public Optional<Signed> signed() {
        return store.call(() -> Optional.ofNullable(signed.rows().get(1)));
    }

    @Override
    public void store(Signed head) {
        store.run(() -> signed.rows().put(1, head));
    }

    @Override
    public Optional<Key> key(String keyId) {
        return store.call(() -> Optional.ofNullable(keys.rows().get(keyId)));
    }

    @Override
    public Optional<Key> signingKey() {
        return store.call(() -> keys.rows().values().stream().max(Comparator.comparing(Key::created)));
    }

    @Override
    public void insert(Key key) {
        store.run(() -> keys.rows().put(key.keyId(), key));
    }
}
