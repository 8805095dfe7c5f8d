package org.sallyport.ejb.feed;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.connector.WatchSink;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.ejb.recordingkey.RecordingKeys;

/** Feeds agents what they decide by: roles, locks, the cluster's configuration and the authorities. Users stay here. */
@ApplicationScoped
public class WatchBroadcaster {
    static final Set<ResourceKind> FOR_AGENTS =
            EnumSet.of(ResourceKind.ROLE, ResourceKind.CLUSTER_CONFIG, ResourceKind.LOCK);

    private final ResourceFeed feed;
    private final RecordingKeys recordingKeys;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** For the container's proxy. */
    protected WatchBroadcaster() {
        this(null, null);
    }

    @Inject
    public WatchBroadcaster(ResourceFeed feed, RecordingKeys recordingKeys) {
        this.feed = feed;
        this.recordingKeys = recordingKeys;
    }

    /** @param authorities asked for once the watch hears of {@link #authoritiesChanged}: none falls in between */
    public AutoCloseable watch(long fromRevision, WatchSink sink, Supplier<List<Authority>> authorities) {
        // The listener needs the watch and the watch's end needs the listener.
        Subscription subscription = new Subscription();
        Watch watch = new Watch(sink, () -> end(subscription));
        subscription.watch = watch;
        watches.add(watch);
        ResourceFeed.Start start = feed.subscribe(fromRevision, subscription);
        watch.open(opening(start, authorities.get(), recordingKeys.current()));
        // A virtual thread per watch: it is parked but for the moments of a change, and a blocked sink holds up no
        // other.
        Thread.ofVirtual().name("sallyport-watch").start(watch::run);
        return watch;
    }

    public void authoritiesChanged(List<Authority> authorities) {
        watches.forEach(watch -> watch.offerAuthorities(authorities));
    }

    @PreDestroy
    void stop() {
        watches.forEach(watch -> watch.stop("server stops"));
    }

    private void end(Subscription subscription) {
        feed.unsubscribe(subscription);
        watches.remove(subscription.watch);
    }

    private static List<Consumer<WatchSink>> opening(
            ResourceFeed.Start start, List<Authority> authorities, RecordingKey recordingKey) {
        List<Consumer<WatchSink>> opening = new ArrayList<>();
        Snapshot state = start.state();
        if (start.missed().isEmpty()) {
            opening.add(WatchSink::reset);
        }
        opening.add(sink -> sink.authorities(authorities));
        opening.add(sink -> sink.recordingKey(recordingKey));
        start.missed()
                .ifPresentOrElse(
                        missed -> missed.stream()
                                .filter(change -> FOR_AGENTS.contains(change.kind()))
                                .forEach(change -> opening.add(sink -> sink.change(change))),
                        () -> FOR_AGENTS.forEach(kind -> state.all(kind)
                                .forEach(resource -> opening.add(sink -> sink.change(new ResourceChange(
                                        resource.revision(),
                                        kind,
                                        resource.name(),
                                        java.util.Optional.of(resource)))))));
        opening.add(sink -> sink.synced(state.revision()));
        return opening;
    }

    private static final class Subscription implements Consumer<ResourceChange> {
        private Watch watch;

        @Override
        public void accept(ResourceChange change) {
            if (FOR_AGENTS.contains(change.kind())) {
                watch.offer(sink -> sink.change(change));
            }
        }
    }
}
