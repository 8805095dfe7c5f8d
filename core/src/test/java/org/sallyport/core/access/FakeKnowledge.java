package org.sallyport.core.access;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.identity.Trust;

/** What an agent's or a proxy's own decisions are made from, as a test sets it; of a cluster without CAs at first. */
public final class FakeKnowledge implements AccessKnowledge {
    public volatile List<Resource<RoleSpec>> roles = List.of();
    public volatile List<Resource<LockSpec>> locks = List.of();
    public volatile SessionRecording recording = SessionRecording.DEFAULTS;
    /** Who wants to hear of changes. */
    public final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final Supplier<Trust> trust;

    public FakeKnowledge() {
        this(() -> new Trust(1, "cluster", List.of(), Set.of()));
    }

    public FakeKnowledge(Supplier<Trust> trust) {
        this.trust = trust;
    }

    /** As a change of roles or locks is told. */
    public void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Trust trust() {
        return trust.get();
    }

    @Override
    public List<Resource<RoleSpec>> roles() {
        return roles;
    }

    @Override
    public List<Resource<LockSpec>> locks() {
        return locks;
    }

    @Override
    public Strictness lockMode() {
        return Strictness.BEST_EFFORT;
    }

    @Override
    public Runnable whenChanged(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        return SshAlgorithms.ALL;
    }

    @Override
    public SessionRecording recordingPolicy() {
        return recording;
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }
}
