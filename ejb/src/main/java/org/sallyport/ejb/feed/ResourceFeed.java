package org.sallyport.ejb.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.core.resource.ResourceRepository;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Follows the store's change log: keeps the cached resources current and tells listeners each committed change, in
 * order, exactly once. {@link #catchUp} runs after every local commit and on a timer for what other servers committed.
 * While the database is away the last snapshot stays in use.
 */
@ApplicationScoped
public class ResourceFeed {
    static final int BATCH = 500;
    /** Changes remembered so that a reconnecting watcher need not start over. */
    static final int REMEMBERED = 4096;

    private final ResourceRepository repository;
    private final Transactions transactions;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ResourceChange> recent = new ArrayDeque<>();
    private final Set<Consumer<ResourceChange>> listeners = ConcurrentHashMap.newKeySet();
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile boolean loaded;
    private volatile Instant confirmed = Instant.EPOCH;

    /** For the container's proxy. */
    protected ResourceFeed() {
        this(null, null, null);
    }

    @Inject
    public ResourceFeed(ResourceRepository repository, Transactions transactions, Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A state and the changes after it, taken in one moment: nothing falls between them. */
    public record Start(Snapshot state, Optional<List<ResourceChange>> missed) {}

    public Snapshot snapshot() {
        return snapshot;
    }

    /** How long ago the store last said that there is nothing newer. */
    public Duration age() {
        return Duration.between(confirmed, clock.instant());
    }

    /** Reads what was committed since; blocks while another thread does the same, then reads on. */
    public void catchUp() {
        lock.lock();
        try {
            if (!loaded) {
                snapshot = transactions.separate(this::load);
                loaded = true;
            }
            List<ResourceChange> changes;
            do {
                long from = snapshot.revision();
                changes = transactions.separate(() -> repository.changesAfter(from, BATCH));
                changes.forEach(this::publish);
            } while (changes.size() == BATCH);
            confirmed = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Registers a listener and says where it starts from. The listener is called under the feed's lock and must not
     * block.
     *
     * @param fromRevision what the caller has; {@code missed} is empty when that is too old (or unknown) to resume
     */
    public Start subscribe(long fromRevision, Consumer<ResourceChange> listener) {
        lock.lock();
        try {
            listeners.add(listener);
            return new Start(snapshot, missedSince(fromRevision));
        } finally {
            lock.unlock();
        }
    }

    public void unsubscribe(Consumer<ResourceChange> listener) {
        listeners.remove(listener);
    }

    private Optional<List<ResourceChange>> missedSince(long revision) {
        if (revision <= 0 || revision > snapshot.revision()) {
            return Optional.empty();
        }
        boolean complete = revision == snapshot.revision()
                || (!recent.isEmpty() && recent.getFirst().revision() <= revision + 1);
        return complete
                ? Optional.of(recent.stream()
                        .filter(change -> change.revision() > revision)
                        .toList())
                : Optional.empty();
    }

    private void publish(ResourceChange change) {
        snapshot = snapshot.with(List.of(change));
        recent.addLast(change);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    /** The revision is read first: a change that comes between is then applied twice, which does no harm. */
    private Snapshot load() {
        long revision = repository.currentRevision();
        List<Resource<?>> all = new ArrayList<>();
        for (ResourceKind kind : Snapshot.CACHED) {
            String after = "";
            List<Resource<?>> page;
            do {
                page = repository.list(kind, after, BATCH, clock.instant());
                all.addAll(page);
                after = page.isEmpty() ? after : page.get(page.size() - 1).name();
            } while (page.size() == BATCH);
        }
        return Snapshot.of(revision, all);
    }
}
