package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.core.resource.ResourceRepository;

/** {@link ResourceRepository} in memory, with revisions and change log. */
public final class MemoryResources implements ResourceRepository {
    private record Key(ResourceKind kind, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    private final MemoryStore store;
    private final MemoryStore.Table<Key, Resource<?>> resources;
    private final MemoryStore.Table<Long, ResourceChange> changes;

    public MemoryResources(MemoryStore store) {
        this.store = store;
        this.resources = store.table();
        this.changes = store.table();
    }

    @Override
    public Optional<Resource<?>> find(ResourceKind kind, String name, Instant now) {
        return store.call(
                () -> Optional.<Resource<?>>ofNullable(resources.rows().get(new Key(kind, name)))
                        .filter(found -> isAlive(found, now)));
    }

    @Override
    public List<Resource<?>> list(ResourceKind kind, String afterName, int limit, Instant now) {
        return store.call(() -> resources.rows().tailMap(new Key(kind, afterName), false).values().stream()
                .takeWhile(found -> found.kind() == kind)
                .filter(found -> isAlive(found, now))
                .limit(limit)
                .<Resource<?>>map(found -> found)
                .toList());
    }

    @Override
    public Resource<?> insert(Resource<?> resource, Instant now) {
        return store.call(() -> {
            Optional<Resource<?>> expired = Optional.ofNullable(resources.rows().get(key(resource)));
            if (expired.filter(found -> isAlive(found, now)).isPresent()) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, resource.name() + " is there already");
            }
            expired.ifPresent(this::remove);
            return put(resource);
        });
    }

    @Override
    public Resource<?> update(Resource<?> resource, long expectedRevision, Instant now) {
        return store.call(() -> {
            existing(resource.kind(), resource.name(), Optional.of(expectedRevision), now);
            return put(resource);
        });
    }

    @Override
    public void delete(ResourceKind kind, String name, Optional<Long> expectedRevision, Instant now) {
        store.run(() -> remove(existing(kind, name, expectedRevision, now)));
    }

    @Override
    public List<ResourceChange> deleteExpired(Instant now, int limit) {
        return store.call(() ->
                resources.rows().values().stream().filter(found -> !isAlive(found, now)).limit(limit).toList().stream()
                        .map(this::remove)
                        .toList());
    }

    @Override
    public List<ResourceChange> changesAfter(long revision, int limit) {
        return store.call(() -> changes.rows().tailMap(revision, false).values().stream()
                .limit(limit)
                .toList());
    }

    @Override
    public long oldestResumableRevision() {
        return 0;
    }

    @Override
    public long currentRevision() {
        return store.call(() -> changes.rows().isEmpty() ? 0 : changes.rows().lastKey());
    }

    private Resource<?> existing(ResourceKind kind, String name, Optional<Long> expected, Instant now) {
        Resource<?> found = find(kind, name, now)
                .orElseThrow(() -> MemoryStore.refusal(ErrorCode.NOT_FOUND, name + " is not there"));
        if (expected.filter(revision -> revision != found.revision()).isPresent()) {
            throw MemoryStore.refusal(ErrorCode.STALE_REVISION, name + " was changed meanwhile");
        }
        return found;
    }

    private Resource<?> put(Resource<?> resource) {
        long revision = currentRevision() + 1;
        Resource<?> stored = resource.withMetadata(resource.metadata().withRevision(revision));
        resources.rows().put(key(resource), stored);
        changes.rows().put(revision, new ResourceChange(revision, stored.kind(), stored.name(), Optional.of(stored)));
        return stored;
    }

    private ResourceChange remove(Resource<?> resource) {
        resources.rows().remove(key(resource));
        long revision = currentRevision() + 1;
        ResourceChange change = new ResourceChange(revision, resource.kind(), resource.name(), Optional.empty());
        changes.rows().put(revision, change);
        return change;
    }

    private static Key key(Resource<?> resource) {
        return new Key(resource.kind(), resource.name());
    }

    private static boolean isAlive(Resource<?> resource, Instant now) {
        return resource.metadata().expires().map(end -> end.isAfter(now)).orElse(true);
    }
}
