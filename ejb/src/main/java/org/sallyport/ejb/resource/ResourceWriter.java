package org.sallyport.ejb.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.ejb.auditlog.AuditWriter;

/**
 * Every change of a resource, within the caller's transaction: the kind's own rules, the change, what hangs on it and
 * the audit event. Whether the caller has the verb is asked before; whether it may grant what the document grants is
 * asked here, where the stored document is known.
 */
@ApplicationScoped
public class ResourceWriter {
    private final ResourceRepository repository;
    private final GrantGuard grants;
    private final Dependents dependents;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected ResourceWriter() {
        this(null, null, null, null, null);
    }

    @Inject
    public ResourceWriter(
            ResourceRepository repository, GrantGuard grants, Dependents dependents, AuditWriter audit, Clock clock) {
        this.repository = repository;
        this.grants = grants;
        this.dependents = dependents;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws SallyportException UNSUPPORTED for a join token: only TokenService can make its secret */
    public Resource<?> create(Caller caller, Resource<?> resource) {
        if (resource.kind() == ResourceKind.TOKEN) {
            throw new SallyportException(
                    ErrorCode.UNSUPPORTED,
                    "Auth Service: a join token made as a document would have no secret; make it with POST"
                            + " /api/v1/tokens or `sallyport admin tokens`");
        }
        return insert(caller, resource);
    }

    /** For what amounts to writing a document without doing so. @throws SallyportException ESCALATION_REFUSED */
    public void requireMayWrite(Caller caller, Optional<Resource<?>> before, Optional<Resource<?>> after) {
        grants.requireMayWrite(caller, before, after);
    }

    /** Without the rule on tokens: for those that make the secret as well. */
    public Resource<?> insert(Caller caller, Resource<?> resource) {
        checkNotExpired(resource);
        grants.requireMayWrite(caller, Optional.empty(), Optional.of(resource));
        dependents.check(resource);
        Resource<?> stored = repository.insert(resource, clock.instant());
        record(caller, AuditEventType.RESOURCE_CREATED, stored.kind(), stored.name(), stored.revision(), "created");
        return stored;
    }

    /** @param expectedRevision empty to replace whatever is there */
    public Resource<?> update(Caller caller, Resource<?> resource, Optional<Long> expectedRevision) {
        checkNotExpired(resource);
        Resource<?> before = repository
                .find(resource.kind(), resource.name(), clock.instant())
                .orElseThrow(() -> notFound(resource.kind(), resource.name()));
        grants.requireMayWrite(caller, Optional.of(before), Optional.of(resource));
        dependents.check(resource);
        // The revision that was looked at, so that the rule was asked about what is really replaced.
        Resource<?> stored = repository.update(resource, expectedRevision.orElse(before.revision()), clock.instant());
        record(caller, AuditEventType.RESOURCE_UPDATED, stored.kind(), stored.name(), stored.revision(), "updated");
        return stored;
    }

    public void delete(Caller caller, ResourceKind kind, String name, Optional<Long> expectedRevision) {
        if (kind == ResourceKind.CLUSTER_CONFIG) {
            throw new SallyportException(
                    ErrorCode.IN_USE,
                    "Auth Service: " + kind.wireName() + " '" + ClusterConfigSpec.NAME
                            + "' cannot be deleted, the cluster runs by it; change it instead");
        }
        Resource<?> before = repository.find(kind, name, clock.instant()).orElseThrow(() -> notFound(kind, name));
        grants.requireMayWrite(caller, Optional.of(before), Optional.empty());
        dependents.requireUnused(before);
        repository.delete(kind, name, Optional.of(expectedRevision.orElse(before.revision())), clock.instant());
        dependents.remove(kind, name);
        record(caller, AuditEventType.RESOURCE_DELETED, kind, name, before.revision(), "deleted");
    }

    /** @return how many were removed */
    public int removeExpired(Caller.System caller, int limit) {
        List<ResourceChange> removed = repository.deleteExpired(clock.instant(), limit);
        for (ResourceChange change : removed) {
            dependents.remove(change.kind(), change.name());
            record(caller, AuditEventType.RESOURCE_DELETED, change.kind(), change.name(), change.revision(), "expired");
        }
        return removed.size();
    }

    private void record(
            Caller caller, AuditEventType type, ResourceKind kind, String name, long revision, String what) {
        audit.record(AuditEvent.of(type)
                .user(caller.name())
                .address(caller.address())
                .resource(kind.wireName(), name)
                .message(kind.wireName() + " '" + name + "' " + what)
                .field("revision", revision)
                .at(clock.instant()));
    }

    private void checkNotExpired(Resource<?> resource) {
        Instant now = clock.instant();
        if (resource.metadata().expires().map(when -> !when.isAfter(now)).orElse(false)) {
            throw new SallyportException(
                    ErrorCode.INVALID_RESOURCE, "Auth Service: metadata.expires lies in the past; set a later time");
        }
    }

    private static SallyportException notFound(ResourceKind kind, String name) {
        return org.sallyport.ejb.access.Authorizer.notFound(kind.wireName(), name);
    }
}
