package org.sallyport.persistence.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.transparency.LogLeaf;
import org.sallyport.core.transparency.LogRow;
import org.sallyport.persistence.store.JsonText;
import org.sallyport.persistence.store.StoreDatabase;
import org.sallyport.persistence.store.StoreSession;
import org.sallyport.persistence.store.StoredText;

/** One statement per event written; what indexed columns cannot hold is cut, never refused. */
@ApplicationScoped
public class JpaAuditRepository implements AuditRepository {
    static final int MAX_NAME = 512;
    static final int MAX_SHORT = 128;
    static final int MAX_MESSAGE = 65_536;
    static final int MAX_FIELDS = 524_288;
    private static final int MAX_KIND = 64;
    private static final String READ_ONLY = "org.hibernate.readOnly";

    private StoreSession store;
    private StoreDatabase database;

    /** For the container's proxy. */
    protected JpaAuditRepository() {}

    @Inject
    public JpaAuditRepository(StoreSession store, StoreDatabase database) {
        this.store = store;
        this.database = database;
    }

    @Override
    public boolean append(AuditEvent event) {
        AuditEvent stored = storable(event);
        String fields = StoredText.clean(JsonText.ofFields(stored.fields()));
        if (fields.length() > MAX_FIELDS) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "store: the fields of audit event " + event.uid() + " are larger than " + MAX_FIELDS
                            + " characters: shorten them");
        }
        String statement = AuditSequencing.of(database.vendor()).insertStatement();
        return store.call(entities -> entities.createNativeQuery(statement)
                        .setParameter("uid", stored.uid())
                        .setParameter("event", stored.event())
                        .setParameter("code", stored.code())
                        .setParameter("time", stored.time())
                        .setParameter("outcome", stored.outcome().name())
                        .setParameter("user", stored.user())
                        .setParameter("resourceKind", stored.resourceKind())
                        .setParameter("resource", stored.resource())
                        .setParameter("address", stored.address())
                        .setParameter("session", stored.sessionId())
                        .setParameter("message", stored.message())
                        .setParameter("fields", fields)
                        .setParameter("entryId", stored.uid().toString())
                        .setParameter("micros", LogLeaf.micros(stored.time()))
                        .setParameter("rowHash", LogRow.ofEvent(stored, fields).hash())
                        .executeUpdate()
                == 1);
    }

    /** With every column as it will be read again, since that is what is hashed into the log. */
    private static AuditEvent storable(AuditEvent event) {
        return new AuditEvent(
                event.uid(),
                StoredText.bounded(event.event(), MAX_KIND),
                StoredText.bounded(event.code(), 16),
                event.time(),
                event.outcome(),
                StoredText.bounded(event.user(), MAX_NAME),
                StoredText.bounded(event.resourceKind(), MAX_KIND),
                StoredText.bounded(event.resource(), MAX_NAME),
                StoredText.bounded(event.address(), MAX_SHORT),
                StoredText.bounded(event.sessionId(), MAX_SHORT),
                StoredText.bounded(event.message(), MAX_MESSAGE),
                event.fields());
    }

    @Override
    public Found search(AuditQuery query, Optional<Position> before, int limit) {
        Optional<WordIndex> words = WordIndex.of(database.vendor());
        return store.call(entities -> new AuditSearch(entities, words, query, limit).before(before));
    }

    @Override
    public List<Stored> after(long sequence, int limit) {
        return store.call(entities -> {
            OptionalLong settled = AuditSequencing.of(database.vendor()).settled(entities);
            List<AuditEventEntity> rows = between(entities, sequence, settled.orElse(Long.MAX_VALUE), limit);
            long complete = settled.isPresent()
                    ? rows.size()
                    : IntStream.range(0, rows.size())
                            .takeWhile(i -> rows.get(i).seq() == sequence + 1 + i)
                            .count();
            return rows.stream().limit(complete).map(AuditEventEntity::toStored).toList();
        });
    }

    @Override
    public long lastSequence() {
        return store.call(entities -> Optional.ofNullable(
                        entities.createQuery("select max(e.seq) from AuditEventEntity e", Long.class)
                                .getSingleResult())
                .orElse(0L));
    }

    @Override
    public long countBefore(Instant time) {
        return store.call(entities -> entities.createQuery(
                        "select count(e) from AuditEventEntity e where e.eventTime < :time", Long.class)
                .setParameter("time", time)
                .getSingleResult());
    }

    @Override
    public int removeBefore(Instant time, int most) {
        return store.call(entities -> entities.createNativeQuery(
                        "delete from audit_event where seq in (select e.seq from audit_event e where e.event_time <"
                                + " cast(:time as timestamp with time zone) order by e.event_time limit :most)")
                .setParameter("time", time)
                .setParameter("most", most)
                .executeUpdate());
    }

    private static List<AuditEventEntity> between(EntityManager entities, long after, long upTo, int limit) {
        if (upTo <= after) {
            return List.of();
        }
        return entities.createQuery(
                        "select e from AuditEventEntity e where e.seq > :after and e.seq <= :upTo order by e.seq",
                        AuditEventEntity.class)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .setMaxResults(limit)
                .setHint(READ_ONLY, true)
                .getResultList();
    }
}
