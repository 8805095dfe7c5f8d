package org.sallyport.ejb.proxysession;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.identity.Trust;
import org.sallyport.ejb.cluster.TrustCache;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.feed.ResourceFeed;

/** This server's own view as agents have theirs: from the same memory that the rest of it decides from. */
@ApplicationScoped
public class ServerKnowledge implements AccessKnowledge {
    /** The store is looked at every second: what is younger is current. */
    private static final Duration CURRENT = Duration.ofSeconds(5);

    private static final Set<ResourceKind> DECIDES =
            EnumSet.of(ResourceKind.ROLE, ResourceKind.LOCK, ResourceKind.CLUSTER_CONFIG);

    private final Directory directory;
    private final ResourceFeed feed;
    private final TrustCache trust;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** For the container's proxy. */
    protected ServerKnowledge() {
        this(null, null, null);
    }

    @Inject
    public ServerKnowledge(Directory directory, ResourceFeed feed, TrustCache trust) {
        this.directory = directory;
        this.feed = feed;
        this.trust = trust;
    }

    @PostConstruct
    public void start() {
        feed.subscribe(0, change -> {
            if (DECIDES.contains(change.kind())) {
                tell();
            }
        });
        trust.onTrust(this::tell);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Trust trust() {
        return trust.trust();
    }

    @Override
    public List<Resource<RoleSpec>> roles() {
        return directory.roles();
    }

    @Override
    public List<Resource<LockSpec>> locks() {
        return directory.locks();
    }

    @Override
    public Strictness lockMode() {
        return directory.clusterConfig().lockMode().orElse(Strictness.BEST_EFFORT);
    }

    @Override
    public Runnable whenChanged(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        return directory.clusterConfig().allowedAlgorithms();
    }

    @Override
    public SessionRecording recordingPolicy() {
        return directory.clusterConfig().recordingPolicy();
    }

    @Override
    public Duration age() {
        Duration age = feed.age();
        return age.compareTo(CURRENT) < 0 ? Duration.ZERO : age;
    }
}
