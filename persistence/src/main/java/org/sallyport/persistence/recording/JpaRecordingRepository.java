package org.sallyport.persistence.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.persistence.store.StoreSession;
import org.sallyport.persistence.store.StoredText;

/** Recordings in tables {@code recording} and {@code recording_segment}. */
@ApplicationScoped
public class JpaRecordingRepository implements RecordingRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaRecordingRepository() {}

    @Inject
    public JpaRecordingRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(RecordingRow recording) {
        store.insert(new RecordingEntity(recording), "the recording of session " + recording.sessionId());
    }

    @Override
    public Optional<RecordingRow> find(String sessionId) {
        return find(sessionId, LockModeType.NONE);
    }

    @Override
    public Optional<RecordingRow> findForUpdate(String sessionId) {
        return find(sessionId, LockModeType.PESSIMISTIC_WRITE);
    }

    private Optional<RecordingRow> find(String sessionId, LockModeType lock) {
        return store.call(entities -> rows(
                        entities,
                        entities.createQuery(
                                        "select r from RecordingEntity r where r.sessionId = :session",
                                        RecordingEntity.class)
                                .setParameter("session", sessionId)
                                .setLockMode(lock))
                .stream()
                .findFirst());
    }

    @Override
    public void update(RecordingRow recording) {
        store.run(entities -> {
            entities.merge(new RecordingEntity(recording));
            entities.flush();
            entities.clear();
        });
    }

    @Override
    public boolean delete(String sessionId) {
        return store.call(entities -> {
            entities.createQuery("delete from SegmentEntity s where s.sessionId = :session")
                    .setParameter("session", sessionId)
                    .executeUpdate();
            return entities.createQuery("delete from RecordingEntity r where r.sessionId = :session")
                            .setParameter("session", sessionId)
                            .executeUpdate()
                    == 1;
        });
    }

    @Override
    public List<RecordingRow> list(RecordingQuery query, Optional<Position> after, int limit) {
        return store.call(entities -> {
            RecordingFilter filter = RecordingFilter.of(query, after);
            TypedQuery<RecordingEntity> search = entities.createQuery(
                    "select r from RecordingEntity r where " + filter.condition()
                            + " order by r.startedAt desc, r.sessionId desc",
                    RecordingEntity.class);
            filter.parameters().forEach(search::setParameter);
            return rows(entities, search.setMaxResults(limit));
        });
    }

    @Override
    public List<RecordingRow> quietSince(Instant time, int limit) {
        return store.call(entities -> rows(
                entities,
                entities.createQuery(
                                "select r from RecordingEntity r where r.state = :live and r.lastUploadAt < :time"
                                        + " order by r.lastUploadAt",
                                RecordingEntity.class)
                        .setParameter("live", RecordingState.LIVE.wireName())
                        .setParameter("time", time)
                        .setMaxResults(limit)));
    }

    private static List<RecordingRow> rows(EntityManager entities, TypedQuery<RecordingEntity> query) {
        return query.getResultList().stream()
                .map(found -> {
                    // rows are changed by other servers, so a managed copy would go stale
                    entities.detach(found);
                    return found.toRow();
                })
                .toList();
    }

    @Override
    public void insertSegment(SegmentRow segment) {
        store.insert(new SegmentEntity(segment), "segment " + segment.number() + " of session " + segment.sessionId());
    }

    @Override
    public void noteDamage(String sessionId, int number, String damage) {
        store.run(entities -> entities.createQuery("update SegmentEntity s set s.damage = :damage"
                        + " where s.sessionId = :session and s.number = :number")
                .setParameter("damage", StoredText.bounded(damage, SegmentEntity.MOST_DAMAGE))
                .setParameter("session", sessionId)
                .setParameter("number", number)
                .executeUpdate());
    }

    @Override
    public Optional<SegmentRow> segment(String sessionId, int number) {
        return store.call(entities -> entities.createQuery(
                        "select s from SegmentEntity s where s.sessionId = :session and s.number = :number",
                        SegmentEntity.class)
                .setParameter("session", sessionId)
                .setParameter("number", number)
                .getResultStream()
                // damage is changed by statements, so a managed copy would go stale
                .peek(entities::detach)
                .map(SegmentEntity::toRow)
                .findFirst());
    }

    @Override
    public List<SegmentRow> segments(String sessionId) {
        return store.call(entities -> entities.createQuery(
                        "select s from SegmentEntity s where s.sessionId = :session order by s.number",
                        SegmentEntity.class)
                .setParameter("session", sessionId)
                .getResultStream()
                .peek(entities::detach)
                .map(SegmentEntity::toRow)
                .toList());
    }
}
