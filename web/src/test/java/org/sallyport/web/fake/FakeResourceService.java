package org.sallyport.web.fake;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.resource.ResourceService;

/** A store in memory, revisions from 1. */
public final class FakeResourceService implements ResourceService {
    private final Map<String, Resource<?>> stored = new TreeMap<>();
    private long revision;

    @Override
    public Resource<?> get(Caller caller, ResourceKind kind, String name) {
        return Optional.ofNullable(stored.get(kind + "/" + name))
                .orElseThrow(() -> new SallyportException(ErrorCode.NOT_FOUND, "Auth Service: not found"));
    }

    @Override
    public Page<Resource<?>> list(Caller caller, ResourceKind kind, String cursor, int limit) {
        return new Page<>(new ArrayList<>(stored.values()), "");
    }

    @Override
    public Resource<?> create(Caller caller, Resource<?> resource) {
        if (stored.containsKey(resource.kind() + "/" + resource.name())) {
            throw new SallyportException(ErrorCode.ALREADY_EXISTS, "Auth Service: already there");
        }
        return apply(caller, resource);
    }

    @Override
    public Resource<?> update(Caller caller, Resource<?> resource, long expectedRevision) {
        require(caller, resource.kind(), resource.name(), expectedRevision);
        return apply(caller, resource);
    }

    @Override
    public Resource<?> apply(Caller caller, Resource<?> resource) {
        revision++;
        Resource<?> changed = resource.withMetadata(resource.metadata().withRevision(revision));
        stored.put(resource.kind() + "/" + resource.name(), changed);
        return changed;
    }

    @Override
    public void delete(Caller caller, ResourceKind kind, String name, Optional<Long> expectedRevision) {
        expectedRevision.ifPresent(expected -> require(caller, kind, name, expected));
        stored.remove(kind + "/" + name);
    }

    private void require(Caller caller, ResourceKind kind, String name, long expected) {
        if (get(caller, kind, name).revision() != expected) {
            throw new SallyportException(ErrorCode.STALE_REVISION, "Auth Service: changed meanwhile");
        }
    }
}
