package org.sallyport.ejb.feed;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;

/** The cached resources as of one revision. Immutable: readers never see half a change. */
public final class Snapshot {
    /** Kinds kept in memory: what admitting, routing and authorising read. Tokens are asked for too seldom. */
    static final Set<ResourceKind> CACHED = EnumSet.of(
            ResourceKind.USER,
            ResourceKind.ROLE,
            ResourceKind.CLUSTER_CONFIG,
            ResourceKind.LOCK,
            ResourceKind.AUTH_CONNECTOR,
            ResourceKind.OPENSSH_NODE);

    public static final Snapshot EMPTY = new Snapshot(0, new EnumMap<>(ResourceKind.class));

    /** Those of one kind. @param revision of the last change among them */
    private record Named(long revision, Map<String, Resource<?>> resources) {
        private static final Named NONE = new Named(0, Map.of());

        private Named with(ResourceChange change) {
            Map<String, Resource<?>> copy = new TreeMap<>(resources);
            change.resource()
                    .ifPresentOrElse(resource -> copy.put(change.name(), resource), () -> copy.remove(change.name()));
            return new Named(change.revision(), copy);
        }
    }

    private final long revision;
    private final Map<ResourceKind, Named> resources;

    private Snapshot(long revision, Map<ResourceKind, Named> resources) {
        this.revision = revision;
        this.resources = resources;
    }

    static Snapshot of(long revision, Collection<Resource<?>> all) {
        Map<ResourceKind, Map<String, Resource<?>>> byKind = new EnumMap<>(ResourceKind.class);
        for (Resource<?> resource : all) {
            byKind.computeIfAbsent(resource.kind(), kind -> new TreeMap<>()).put(resource.name(), resource);
        }
        Map<ResourceKind, Named> named = new EnumMap<>(ResourceKind.class);
        byKind.forEach((kind, each) -> named.put(kind, new Named(revision, each)));
        return new Snapshot(revision, named);
    }

    Snapshot with(List<ResourceChange> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        // kinds that did not change are shared: one of thousands of users must not cost a copy of the nodes as well
        Map<ResourceKind, Named> copy = new EnumMap<>(resources);
        for (ResourceChange change : changes) {
            if (CACHED.contains(change.kind())) {
                Named before = copy.getOrDefault(change.kind(), Named.NONE);
                copy.put(change.kind(), before.with(change));
            }
        }
        return new Snapshot(changes.get(changes.size() - 1).revision(), copy);
    }

    public long revision() {
        return revision;
    }

    public Optional<Resource<?>> find(ResourceKind kind, String name) {
        return Optional.ofNullable(of(kind).resources().get(name));
    }

    public List<Resource<?>> all(ResourceKind kind) {
        return List.copyOf(of(kind).resources().values());
    }

    /** Of the last change of any of that kind: while it is the same, so are they. */
    public long revision(ResourceKind kind) {
        return of(kind).revision();
    }

    private Named of(ResourceKind kind) {
        return resources.getOrDefault(kind, Named.NONE);
    }
}
