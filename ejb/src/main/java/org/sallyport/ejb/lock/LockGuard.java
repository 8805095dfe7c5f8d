package org.sallyport.ejb.lock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.lock.LockRule;
import org.sallyport.core.lock.LockView;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.feed.ResourceFeed;

/** Asks {@link LockRule} with this server's view of the locks, from memory, and tells when the answers may have changed. */
@ApplicationScoped
public class LockGuard {
    private final Directory directory;
    private final ResourceFeed feed;
    private final Clock clock;
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean toldStale = new AtomicBoolean();

    /** For the container's proxy. */
    protected LockGuard() {
        this(null, null, null);
    }

    @Inject
    public LockGuard(Directory directory, ResourceFeed feed, Clock clock) {
        this.directory = directory;
        this.feed = feed;
        this.clock = clock;
    }

    /** @return why they are shut out, in the words of this layer; empty when they are not */
    public Optional<SallyportException> refusal(String layer, LockFacts facts) {
        return refusals(layer, List.of(facts)).getFirst();
    }

    /** Of each, in order, all by the same view. */
    public List<Optional<SallyportException>> refusals(String layer, List<LockFacts> all) {
        LockView view = new LockView(directory.locks(), feed.age());
        if (view.locks().isEmpty() && !view.stale()) {
            return all.stream()
                    .map(facts -> Optional.<SallyportException>empty())
                    .toList();
        }
        List<Resource<RoleSpec>> roles = directory.roles();
        Strictness cluster = directory.clusterConfig().lockMode().orElse(Strictness.BEST_EFFORT);
        Instant now = clock.instant();
        return all.stream()
                .map(facts -> LockRule.judge(view, facts, LockRule.mode(facts, roles, cluster), now)
                        .map(verdict -> verdict.refusal(layer)))
                .toList();
    }

    /** @param told runs after each change; must not block. Close the returned handle to stop */
    public AutoCloseable onChange(Runnable told) {
        Consumer<ResourceChange> listener = change -> {
            if (change.kind() == ResourceKind.LOCK) {
                told.run();
            }
        };
        listeners.add(told);
        feed.subscribe(0, listener);
        return () -> {
            feed.unsubscribe(listener);
            listeners.remove(told);
        };
    }

    /** A look at the clock, now and then: a view that has become too old shuts people out without anything happening. */
    public void look() {
        boolean stale = new LockView(List.of(), feed.age()).stale();
        if (toldStale.getAndSet(stale) != stale) {
            listeners.forEach(Runnable::run);
        }
    }
}
