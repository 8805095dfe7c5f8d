package org.sallyport.persistence.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
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
        String fields = JsonText.ofFields(event.fields());
        if (fields.length() > MAX_FIELDS) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "store: the fields of audit event " + event.uid() + " are larger than " + MAX_FIELDS
                            + " characters: shorten them");
        }
        String statement = AuditSequencing.of(database.vendor()).insertStatement();
        return store.call(entities -> entities.createNativeQuery(statement)
                        .setParameter("uid", event.uid())
                        .setParameter("event", StoredText.bounded(event.event(), MAX_KIND))
                        .setParameter("code", StoredText.bounded(event.code(), 16))
                        .setParameter("time", event.time())
                        .setParameter("outcome", event.outcome().name())
                        .setParameter("user", StoredText.bounded(event.user(), MAX_NAME))
                        .setParameter("resourceKind", StoredText.bounded(event.resourceKind(), MAX_KIND))
                        .setParameter("resource", StoredText.bounded(event.resource(), MAX_NAME))
                        .setParameter("address", StoredText.bounded(event.address(), MAX_SHORT))
                        .setParameter("session", StoredText.bounded(event.sessionId(), MAX_SHORT))
                        .setParameter("message", StoredText.bounded(event.message(), MAX_MESSAGE))
                        .setParameter("fields", fields)
                        .executeUpdate()
                == 1);
    }

    @Override
    public List<Stored> search(AuditQuery query, long beforeSequence, int limit) {
        return store.call(entities -> {
            AuditFilter filter = AuditFilter.of(query, beforeSequence);
            var search = entities.createQuery(
                    "select e from AuditEventEntity e where " + filter.condition() + " order by e.seq desc",
                    AuditEventEntity.class);
            filter.parameters().forEach(search::setParameter);
            return search.setMaxResults(limit).setHint(READ_ONLY, true).getResultList().stream()
                    .map(AuditEventEntity::toStored)
                    .toList();
        });
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
