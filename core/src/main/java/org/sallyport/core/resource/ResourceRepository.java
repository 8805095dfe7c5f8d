package org.sallyport.core.resource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;

/**
 * Where resources rest. Every change takes the next number of one cluster-wide revision counter, in commit order
 * (writers are serialised on it), and is remembered in a change log for {@link #changesAfter}. Joins the caller's
 * transaction. Resources past their expiry are invisible.
 */
public interface ResourceRepository {
    Optional<Resource<?>> find(ResourceKind kind, String name, Instant now);

    /** By name in code point order, after {@code afterName} (exclusive, empty for the start), at most {@code limit}. */
    List<Resource<?>> list(ResourceKind kind, String afterName, int limit, Instant now);

    /** @return with its revision; @throws SallyportException ALREADY_EXISTS */
    Resource<?> insert(Resource<?> resource, Instant now);

    /** @return with its new revision; @throws SallyportException NOT_FOUND, or STALE_REVISION when the stored one
     *     is not {@code expectedRevision} */
    Resource<?> update(Resource<?> resource, long expectedRevision, Instant now);

    /** @throws SallyportException NOT_FOUND, or STALE_REVISION when an expected revision is given and differs */
    void delete(ResourceKind kind, String name, Optional<Long> expectedRevision, Instant now);

    /** Removes what has expired, logging a deletion for each; @return what was removed */
    List<ResourceChange> deleteExpired(Instant now, int limit);

    /** Changes with a revision greater than this one, in order. */
    List<ResourceChange> changesAfter(long revision, int limit);

    /** The oldest revision from which changesAfter is complete; older watchers must start over. */
    long oldestResumableRevision();

    long currentRevision();
}
