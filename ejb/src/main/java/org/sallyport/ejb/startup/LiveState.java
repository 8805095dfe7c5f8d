package org.sallyport.ejb.startup;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sallyport.ejb.cluster.ServerKeyHolder;
import org.sallyport.ejb.cluster.TrustCache;
import org.sallyport.ejb.connector.EventBacklog;
import org.sallyport.ejb.feed.ResourceFeed;
import org.sallyport.ejb.feed.WatchBroadcaster;
import org.sallyport.ejb.lock.LockGuard;
import org.sallyport.ejb.log.ServerLog;

/**
 * Keeps what is in memory in step with the store. What this server commits it publishes at once; what another server
 * commits is found by this poll. When the store is away it says so once and goes on with what it has.
 */
@ApplicationScoped
public class LiveState {
    private static final long POLL_MILLIS = 1000;
    private static final int TRUST_EVERY = 5;

    private final ResourceFeed feed;
    private final TrustCache trust;
    private final ServerKeyHolder serverKeys;
    private final WatchBroadcaster broadcaster;
    private final LockGuard locks;
    private final EventBacklog backlog;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private ScheduledFuture<?> poll;
    private int rounds;
    private boolean away;

    /** For the container's proxy. */
    protected LiveState() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public LiveState(
            ResourceFeed feed,
            TrustCache trust,
            ServerKeyHolder serverKeys,
            WatchBroadcaster broadcaster,
            LockGuard locks,
            EventBacklog backlog) {
        this.feed = feed;
        this.trust = trust;
        this.serverKeys = serverKeys;
        this.broadcaster = broadcaster;
        this.locks = locks;
        this.backlog = backlog;
    }

    /** Everything once; fails when the store does not answer. */
    void load() {
        feed.catchUp();
        trust.refresh();
        serverKeys.refresh();
    }

    void follow() {
        trust.onAuthorities(broadcaster::authoritiesChanged);
        poll = scheduler.scheduleWithFixedDelay(this::round, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One look at the store. Never throws: a scheduled task that throws is not run again. */
    void round() {
        try {
            feed.catchUp();
            if (away || rounds++ % TRUST_EVERY == 0) {
                trust.refresh();
                serverKeys.refresh();
            }
            locks.look();
            backlog.store();
            if (away) {
                away = false;
                ServerLog.LOG.storeBack(feed.snapshot().revision());
            }
        } catch (RuntimeException unreachable) {
            locks.look();
            if (!away) {
                away = true;
                ServerLog.LOG.storeAway(Causes.of(unreachable), feed.snapshot().revision());
            }
        }
    }

    @PreDestroy
    void stop() {
        if (poll != null) {
            poll.cancel(true);
        }
    }
}
