package org.sallyport.core.resource;

import java.util.Optional;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;

/**
 * Dynamic resources for people and tools. Each call is authorised by the caller's role rules, each change and each
 * refusal audited; what may not be seen looks like what is not there. Errors: NOT_FOUND, ACCESS_DENIED,
 * ALREADY_EXISTS, STALE_REVISION, INVALID_RESOURCE, ESCALATION_REFUSED (a document that grants what its writer lacks).
 */
public interface ResourceService {
    Resource<?> get(Caller caller, ResourceKind kind, String name);

    /** @param limit 1 to 1000 */
    Page<Resource<?>> list(Caller caller, ResourceKind kind, String cursor, int limit);

    Resource<?> create(Caller caller, Resource<?> resource);

    Resource<?> update(Caller caller, Resource<?> resource, long expectedRevision);

    /** Create, or update whatever is there. */
    Resource<?> apply(Caller caller, Resource<?> resource);

    void delete(Caller caller, ResourceKind kind, String name, Optional<Long> expectedRevision);
}
