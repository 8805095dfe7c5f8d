package org.sallyport.persistence.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.persistence.store.StoreSession;

/** Resources as JSON documents; read and changed by statements, so no copy in a persistence context can be stale. */
@ApplicationScoped
public class JpaResourceRepository implements ResourceRepository {
    /** Watchers that were away for more changes than this start over. */
    static final int CHANGES_KEPT = 10_000;

    private static final String LIVE = " and (r.expiresAt is null or r.expiresAt > :now)";
    private static final String ONE = " where r.kind = :kind and r.name = :name";

    private StoreSession store;
    private ChangeLog changes;

    /** For the container's proxy. */
    protected JpaResourceRepository() {}

    @Inject
    public JpaResourceRepository(StoreSession store) {
        this(store, CHANGES_KEPT);
    }

    JpaResourceRepository(StoreSession store, int changesKept) {
        this.store = store;
        this.changes = new ChangeLog(changesKept);
    }

    @Override
    public Optional<Resource<?>> find(ResourceKind kind, String name, Instant now) {
        return store.call(
                entities -> entities.createQuery("select r.document from ResourceEntity r" + ONE + LIVE, String.class)
                        .setParameter("kind", kind.wireName())
                        .setParameter("name", name)
                        .setParameter("now", now)
                        .getResultStream()
                        .<Resource<?>>map(ResourceDocuments::read)
                        .findFirst());
    }

    @Override
    public List<Resource<?>> list(ResourceKind kind, String afterName, int limit, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select r.document from ResourceEntity r where r.kind = :kind and r.name > :after" + LIVE
                                + " order by r.name",
                        String.class)
                .setParameter("kind", kind.wireName())
                .setParameter("after", afterName)
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultStream()
                .<Resource<?>>map(ResourceDocuments::read)
                .toList());
    }

    @Override
    public Resource<?> insert(Resource<?> resource, Instant now) {
        return store.call(entities -> {
            long revision = changes.nextRevision(entities);
            String kind = resource.kind().wireName();
            if (storedRevision(entities, kind, resource.name(), now).isPresent()) {
                throw new SallyportException(
                        ErrorCode.ALREADY_EXISTS,
                        "store: " + kind + " '" + resource.name() + "' exists already: update it or choose another"
                                + " name");
            }
            if (remove(entities, kind, resource.name()) > 0) {
                // an expired one, not yet swept: watchers learn of its end before they learn of the new one
                changes.add(entities, revision, kind, resource.name(), null);
                revision = changes.nextRevision(entities);
            }
            Resource<?> stored = numbered(resource, revision);
            String document = ResourceDocuments.write(stored);
            store.insert(
                    new ResourceEntity(
                            kind,
                            stored.name(),
                            revision,
                            stored.metadata().expires().orElse(null),
                            document),
                    kind + " '" + stored.name() + "'");
            changes.add(entities, revision, kind, stored.name(), document);
            return stored;
        });
    }

    @Override
    public Resource<?> update(Resource<?> resource, long expectedRevision, Instant now) {
        return store.call(entities -> {
            long revision = changes.nextRevision(entities);
            String kind = resource.kind().wireName();
            requireRevision(entities, kind, resource.name(), Optional.of(expectedRevision), now);
            Resource<?> stored = numbered(resource, revision);
            String document = ResourceDocuments.write(stored);
            entities.createQuery("update ResourceEntity r set r.document = :document, r.revision = :revision,"
                            + " r.expiresAt = :expires" + ONE)
                    .setParameter("document", document)
                    .setParameter("revision", revision)
                    .setParameter("expires", stored.metadata().expires().orElse(null))
                    .setParameter("kind", kind)
                    .setParameter("name", stored.name())
                    .executeUpdate();
            changes.add(entities, revision, kind, stored.name(), document);
            return stored;
        });
    }

    @Override
    public void delete(ResourceKind kind, String name, Optional<Long> expectedRevision, Instant now) {
        store.run(entities -> {
            long revision = changes.nextRevision(entities);
            requireRevision(entities, kind.wireName(), name, expectedRevision, now);
            remove(entities, kind.wireName(), name);
            changes.add(entities, revision, kind.wireName(), name, null);
        });
    }

    @Override
    public List<ResourceChange> deleteExpired(Instant now, int limit) {
        return store.call(entities -> {
            if (expired(entities, now, 1).isEmpty()) {
                return List.of();
            }
            long revision = changes.nextRevision(entities);
            List<ResourceChange> removed = new ArrayList<>();
            for (Object[] key : expired(entities, now, limit)) {
                if (!removed.isEmpty()) {
                    revision = changes.nextRevision(entities);
                }
                String kind = (String) key[0];
                String name = (String) key[1];
                remove(entities, kind, name);
                changes.add(entities, revision, kind, name, null);
                removed.add(new ResourceChange(
                        revision, ResourceKind.ofWireName(kind).orElseThrow(), name, Optional.empty()));
            }
            return removed;
        });
    }

    @Override
    public List<ResourceChange> changesAfter(long revision, int limit) {
        return store.call(entities -> changes.after(entities, revision, limit));
    }

    @Override
    public long oldestResumableRevision() {
        return store.call(changes::oldestResumable);
    }

    @Override
    public long currentRevision() {
        return store.call(changes::currentRevision);
    }

    private static void requireRevision(
            EntityManager entities, String kind, String name, Optional<Long> expected, Instant now) {
        long stored = storedRevision(entities, kind, name, now)
                .orElseThrow(() ->
                        new SallyportException(ErrorCode.NOT_FOUND, "store: there is no " + kind + " '" + name + "'"));
        if (expected.isPresent() && expected.get() != stored) {
            throw new SallyportException(
                    ErrorCode.STALE_REVISION,
                    "store: " + kind + " '" + name + "' was changed meanwhile (it is at revision " + stored + ", not "
                            + expected.get() + "): read it again and repeat the change");
        }
    }

    private static Optional<Long> storedRevision(EntityManager entities, String kind, String name, Instant now) {
        return entities.createQuery("select r.revision from ResourceEntity r" + ONE + LIVE, Long.class)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .setParameter("now", now)
                .getResultStream()
                .findFirst();
    }

    private static List<Object[]> expired(EntityManager entities, Instant now, int limit) {
        return entities.createQuery(
                        "select r.kind, r.name from ResourceEntity r where r.expiresAt <= :now"
                                + " order by r.expiresAt, r.kind, r.name",
                        Object[].class)
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList();
    }

    private static int remove(EntityManager entities, String kind, String name) {
        return entities.createQuery("delete from ResourceEntity r" + ONE)
                .setParameter("kind", kind)
                .setParameter("name", name)
                .executeUpdate();
    }

    private static Resource<?> numbered(Resource<?> resource, long revision) {
        return resource.withMetadata(resource.metadata().withRevision(revision));
    }
}
