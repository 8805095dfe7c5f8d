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

    public static final Snapshot EMPTY = new Snapshot(0, Map.of());

    private final long revision;
    private final Map<ResourceKind, Map<String, Resource<?>>> resources;

    private Snapshot(long revision, Map<ResourceKind, Map<String, Resource<?>>> resources) {
        this.revision = revision;
        this.resources = resources;
    }

    static Snapshot of(long revision, Collection<Resource<?>> all) {
        Map<ResourceKind, Map<String, Resource<?>>> byKind = new EnumMap<>(ResourceKind.class);
        for (Resource<?> resource : all) {
            byKind.computeIfAbsent(resource.kind(), kind -> new TreeMap<>()).put(resource.name(), resource);
        }
        return new Snapshot(revision, byKind);
    }

    Snapshot with(List<ResourceChange> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        Map<ResourceKind, Map<String, Resource<?>>> copy = new EnumMap<>(ResourceKind.class);
        resources.forEach((kind, named) -> copy.put(kind, new TreeMap<>(named)));
        for (ResourceChange change : changes) {
            if (CACHED.contains(change.kind())) {
                Map<String, Resource<?>> named = copy.computeIfAbsent(change.kind(), kind -> new TreeMap<>());
                change.resource()
                        .ifPresentOrElse(
                                resource -> named.put(change.name(), resource), () -> named.remove(change.name()));
            }
        }
        return new Snapshot(changes.get(changes.size() - 1).revision(), copy);
    }

    public long revision() {
        return revision;
    }

    public Optional<Resource<?>> find(ResourceKind kind, String name) {
        return Optional.ofNullable(resources.getOrDefault(kind, Map.of()).get(name));
    }

    public List<Resource<?>> all(ResourceKind kind) {
        return List.copyOf(resources.getOrDefault(kind, Map.of()).values());
    }
}
