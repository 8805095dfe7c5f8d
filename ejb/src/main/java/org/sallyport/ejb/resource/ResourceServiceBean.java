package org.sallyport.ejb.resource;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.core.resource.ResourceService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.ResourceFeed;
import org.sallyport.ejb.paging.Paging;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link ResourceService}: authorise, change with its audit event in one transaction, then publish. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(ResourceService.class)
@Interceptors(Translated.class)
public class ResourceServiceBean implements ResourceService {
    private final ResourceRepository repository;
    private final ResourceWriter writer;
    private final Authorizer authorizer;
    private final Transactions transactions;
    private final ResourceFeed feed;
    private final Clock clock;

    /** For the container. */
    public ResourceServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ResourceServiceBean(
            ResourceRepository repository,
            ResourceWriter writer,
            Authorizer authorizer,
            Transactions transactions,
            ResourceFeed feed,
            Clock clock) {
        this.repository = repository;
        this.writer = writer;
        this.authorizer = authorizer;
        this.transactions = transactions;
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public Resource<?> get(Caller caller, ResourceKind kind, String name) {
        authorizer.require(caller, "read", kind.wireName(), name);
        return transactions
                .required(() -> repository.find(kind, name, clock.instant()))
                .orElseThrow(() -> Authorizer.notFound(kind.wireName(), name));
    }

    @Override
    public Page<Resource<?>> list(Caller caller, ResourceKind kind, String cursor, int limit) {
        authorizer.require(caller, "list", kind.wireName(), "");
        int wanted = Paging.limit(limit);
        String after = Paging.key(cursor);
        List<Resource<?>> found =
                transactions.required(() -> repository.list(kind, after, wanted + 1, clock.instant()));
        boolean last = found.size() <= wanted;
        List<Resource<?>> page = last ? found : found.subList(0, wanted);
        String next = last ? "" : Paging.cursor(page.get(wanted - 1).name());
        return new Page<>(
                page.stream()
                        .filter(resource -> authorizer.allows(caller, "list", kind.wireName(), resource.name()))
                        .toList(),
                next);
    }

    @Override
    public Resource<?> create(Caller caller, Resource<?> resource) {
        authorizer.require(caller, "create", resource);
        return published(() -> writer.create(caller, resource));
    }

    @Override
    public Resource<?> update(Caller caller, Resource<?> resource, long expectedRevision) {
        authorizer.require(caller, "update", resource);
        return published(() -> writer.update(caller, resource, Optional.of(expectedRevision)));
    }

    @Override
    public Resource<?> apply(Caller caller, Resource<?> resource) {
        // Both rights first: otherwise the answer would tell whether the name is taken.
        authorizer.require(caller, "create", resource);
        authorizer.require(caller, "update", resource);
        return published(() -> repository
                        .find(resource.kind(), resource.name(), clock.instant())
                        .isPresent()
                ? writer.update(caller, resource, Optional.empty())
                : writer.create(caller, resource));
    }

    @Override
    public void delete(Caller caller, ResourceKind kind, String name, Optional<Long> expectedRevision) {
        authorizer.require(caller, "delete", kind.wireName(), name);
        published(() -> {
            writer.delete(caller, kind, name, expectedRevision);
            return Optional.empty();
        });
    }

    /** The caller's next call already sees its change. */
    private <T> T published(Supplier<T> change) {
        T result = transactions.required(change);
        feed.catchUp();
        return result;
    }
}
