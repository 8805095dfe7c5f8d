package org.sallyport.persistence.resource;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.sallyport.core.resource.ResourceChange;

/**
 * The revision counter and the log of changes. Taking a number locks the counter's row until the transaction ends:
 * writers go one after the other, so the order of revisions is the order of commits and a reader that has seen one
 * will never see a smaller one appear (docs/adr/0013).
 */
final class ChangeLog {
    private final int kept;

    /** @param kept how many changes are remembered */
    ChangeLog(int kept) {
        this.kept = kept;
    }

    /** Must come before anything is read that the change depends on. */
    long nextRevision(EntityManager entities) {
        entities.createQuery("update RevisionCounterEntity c set c.currentRevision = c.currentRevision + 1")
                .executeUpdate();
        return currentRevision(entities);
    }

    long currentRevision(EntityManager entities) {
        return entities.createQuery("select c.currentRevision from RevisionCounterEntity c", Long.class)
                .getSingleResult();
    }

    /** @param document null for a deletion */
    void add(EntityManager entities, long revision, String kind, String name, String document) {
        entities.persist(new ResourceChangeEntity(revision, kind, name, document));
        entities.createQuery("delete from ResourceChangeEntity c where c.revision <= :oldest")
                .setParameter("oldest", revision - kept)
                .executeUpdate();
    }

    List<ResourceChange> after(EntityManager entities, long revision, int limit) {
        return entities
                .createQuery(
                        "select c from ResourceChangeEntity c where c.revision > :revision order by c.revision",
                        ResourceChangeEntity.class)
                .setParameter("revision", revision)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(ResourceChangeEntity::toChange)
                .toList();
    }

    long oldestResumable(EntityManager entities) {
        return Optional.ofNullable(
                        entities.createQuery("select min(c.revision) from ResourceChangeEntity c", Long.class)
                                .getSingleResult())
                .map(oldest -> oldest - 1)
                .orElseGet(() -> currentRevision(entities));
    }
}
