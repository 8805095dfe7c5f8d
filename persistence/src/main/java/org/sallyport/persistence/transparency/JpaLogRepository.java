package org.sallyport.persistence.transparency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.core.transparency.Frontier;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.core.transparency.LogRow;
import org.sallyport.core.transparency.Subtree;
import org.sallyport.core.transparency.TreeHash;
import org.sallyport.persistence.store.StoreDatabase;
import org.sallyport.persistence.store.StoreSession;

/** The log in tables {@code log_*}. */
@ApplicationScoped
public class JpaLogRepository implements LogRepository {
    /** Of large columns in a page of entries. */
    private static final long MAX_CHARACTERS = 1 << 20;

    private static final int HEX = 2 * TreeHash.BYTES;
    private static final String READ_ONLY = "org.hibernate.readOnly";

    private StoreSession store;
    private StoreDatabase database;

    /** For the container's proxy. */
    protected JpaLogRepository() {}

    @Inject
    public JpaLogRepository(StoreSession store, StoreDatabase database) {
        this.store = store;
        this.database = database;
    }

    @Override
    public boolean waiting() {
        return store.call(entities -> Stream.of("log_pending", "log_backfill")
                .anyMatch(table -> !entities.createNativeQuery("select 1 from " + table + " fetch first 1 rows only")
                        .getResultList()
                        .isEmpty()));
    }

    @Override
    public long unsequenced() {
        return store.call(entities -> entities.createQuery("select count(p) from PendingLeafEntity p", Long.class)
                .getSingleResult());
    }

    @Override
    public Frontier lock() {
        return store.call(entities -> {
            entities.createNativeQuery("select id from log_head where id = 1 for update")
                    .getSingleResult();
            return frontier(entities);
        });
    }

    @Override
    public Frontier tree() {
        return store.call(JpaLogRepository::frontier);
    }

    private static Frontier frontier(EntityManager entities) {
        Object[] row = entities.createQuery("select h.treeSize, h.frontier from LogHeadEntity h", Object[].class)
                .getSingleResult();
        String peaks = (String) row[1];
        List<TreeHash> hashes = new ArrayList<>();
        for (int at = 0; at < peaks.length(); at += HEX) {
            hashes.add(TreeHash.ofHex(peaks.substring(at, at + HEX)));
        }
        return Frontier.of((long) row[0], hashes);
    }

    @Override
    public List<LogLeaf> take(int most) {
        return store.call(entities -> {
            LogTaking taking = new LogTaking(database.vendor());
            List<LogLeaf> taken = new ArrayList<>();
            for (Object[] row : taking.pending(entities, most)) {
                taken.add(new LogLeaf(
                        LogKind.ofNumber(((Number) row[1]).intValue()),
                        (String) row[0],
                        ((Number) row[2]).longValue(),
                        LogLeaf.ofMicros(((Number) row[3]).longValue()),
                        (String) row[4]));
            }
            if (taken.size() < most) {
                Map<Integer, List<Long>> old = taking.backfill(entities, most - taken.size()).stream()
                        .collect(Collectors.groupingBy(
                                row -> ((Number) row[0]).intValue(),
                                Collectors.mapping(row -> ((Number) row[1]).longValue(), Collectors.toList())));
                old.forEach((kind, keys) ->
                        taken.addAll(LogRows.leaves(entities, LogKind.ofNumber(kind), keys, new HashMap<>())));
            }
            return taken;
        });
    }

    @Override
    public void grow(Frontier grown, List<LogLeaf> leaves, List<Subtree> made) {
        store.run(entities -> {
            long index = grown.size() - leaves.size();
            for (LogLeaf leaf : leaves) {
                entities.persist(new LogLeafEntity(index++, leaf));
            }
            made.stream()
                    .filter(subtree -> subtree.level() >= STORED_LEVEL)
                    .forEach(subtree -> entities.persist(new LogNodeEntity(subtree)));
            entities.flush();
            entities.clear();
            entities.createQuery("update LogHeadEntity h set h.treeSize = :size, h.frontier = :frontier")
                    .setParameter("size", grown.size())
                    .setParameter(
                            "frontier",
                            grown.peaks().stream().map(TreeHash::hex).collect(Collectors.joining()))
                    .executeUpdate();
        });
    }

    @Override
    public TreeHash subtree(int level, long index) {
        return store.call(entities -> {
            if (level < STORED_LEVEL) {
                return small(entities, level, index);
            }
            return entities.createQuery(
                            "select n from LogNodeEntity n where n.nodeLevel = :level and n.nodeIndex = :index",
                            LogNodeEntity.class)
                    .setParameter("level", (short) level)
                    .setParameter("index", index)
                    .getResultStream()
                    .map(node -> node.toSubtree().hash())
                    .findFirst()
                    .orElseThrow(() -> lost(level, index));
        });
    }

    private static TreeHash small(EntityManager entities, int level, long index) {
        List<LogLeafEntity> leaves =
                leaves(entities, index << level, 1 << level).getResultList();
        if (leaves.size() != 1 << level || leaves.getLast().index() != ((index + 1) << level) - 1) {
            throw lost(level, index);
        }
        Frontier frontier = Frontier.EMPTY;
        for (LogLeafEntity leaf : leaves) {
            frontier = frontier.append(leaf.toLeaf().hash()).frontier();
        }
        return frontier.root();
    }

    private static IllegalStateException lost(int level, long index) {
        return new IllegalStateException("the log has lost its subtree " + level + "/" + index);
    }

    @Override
    public OptionalLong indexOf(String id) {
        return store.call(entities -> entities.createQuery(
                        "select l.leafIndex from LogLeafEntity l where l.entryId = :id", Long.class)
                .setParameter("id", id)
                .getResultStream()
                .mapToLong(Long::longValue)
                .findFirst());
    }

    @Override
    public List<Entry> entries(long from, int most) {
        return store.call(entities -> {
            List<LogLeafEntity> leaves = leaves(entities, from, most).getResultList();
            Map<String, Long> sizes = LogRows.sizes(
                    entities, leaves.stream().map(LogLeafEntity::toLeaf).toList());
            List<LogLeafEntity> page = new ArrayList<>();
            long characters = 0;
            for (LogLeafEntity leaf : leaves) {
                characters += sizes.getOrDefault(leaf.toLeaf().id(), 0L);
                if (!page.isEmpty() && characters > MAX_CHARACTERS) {
                    break;
                }
                page.add(leaf);
            }
            Map<String, LogRow> rows = LogRows.of(
                    entities, page.stream().map(LogLeafEntity::toLeaf).toList());
            return page.stream()
                    .map(leaf -> new Entry(
                            leaf.index(),
                            leaf.toLeaf(),
                            Optional.ofNullable(rows.get(leaf.toLeaf().id()))))
                    .toList();
        });
    }

    private static TypedQuery<LogLeafEntity> leaves(EntityManager entities, long from, int most) {
        return entities.createQuery(
                        "select l from LogLeafEntity l where l.leafIndex >= :from order by l.leafIndex",
                        LogLeafEntity.class)
                .setParameter("from", from)
                .setMaxResults(most)
                .setHint(READ_ONLY, true);
    }

    @Override
    public List<Subtree> ending(long from, long to) {
        return store.call(entities -> {
            List<Subtree> found = new ArrayList<>();
            for (int level = STORED_LEVEL; 1L << level <= to; level++) {
                // the first whose end lies behind from, the last whose end is not behind to
                entities.createQuery(
                                "select n from LogNodeEntity n where n.nodeLevel = :level and n.nodeIndex >= :first"
                                        + " and n.nodeIndex < :last",
                                LogNodeEntity.class)
                        .setParameter("level", (short) level)
                        .setParameter("first", from >> level)
                        .setParameter("last", to >> level)
                        .setHint(READ_ONLY, true)
                        .getResultStream()
                        .map(LogNodeEntity::toSubtree)
                        .forEach(found::add);
            }
            return found;
        });
    }

    @Override
    public List<Entry> unlogged(LogKind kind, String after, int most) {
        return store.call(entities -> LogRows.unlogged(entities, kind, after, most));
    }

    @Override
    public Optional<Signed> signed() {
        return store.call(entities -> entities.createQuery(
                        "select h.signedSize, h.signedRoot, h.signedAt, h.signedBy, h.signature from LogHeadEntity h"
                                + " where h.signedSize is not null",
                        Object[].class)
                .getResultStream()
                .map(row -> new Signed(
                        (long) row[0], TreeHash.ofHex((String) row[1]), (Instant) row[2], (String) row[3], (byte[])
                                row[4]))
                .findFirst());
    }

    @Override
    public void store(Signed head) {
        store.run(entities -> entities.createQuery(
                        "update LogHeadEntity h set h.signedSize = :size, h.signedRoot = :root,"
                                + " h.signedAt = :time, h.signedBy = :key, h.signature = :signature")
                .setParameter("size", head.size())
                .setParameter("root", head.root().hex())
                .setParameter("time", head.time())
                .setParameter("key", head.keyId())
                .setParameter("signature", head.signature())
                .executeUpdate());
    }

    @Override
    public Optional<Key> key(String keyId) {
        return store.call(entities ->
                Optional.ofNullable(entities.find(LogKeyEntity.class, keyId)).map(LogKeyEntity::toKey));
    }

    @Override
    public Optional<Key> signingKey() {
        return store.call(entities -> entities.createQuery(
                        "select k from LogKeyEntity k order by k.createdAt desc, k.keyId", LogKeyEntity.class)
                .setMaxResults(1)
                .getResultStream()
                .map(LogKeyEntity::toKey)
                .findFirst());
    }

    @Override
    public void insert(Key key) {
        store.insert(new LogKeyEntity(key), "the log's key " + key.keyId());
    }
}
