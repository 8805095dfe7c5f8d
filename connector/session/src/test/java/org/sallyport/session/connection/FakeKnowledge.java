package org.sallyport.session.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.identity.Trust;

/** Knows of nothing but roles, and who wants to hear of changes. */
public final class FakeKnowledge implements AccessKnowledge {
    public volatile List<Resource<RoleSpec>> roles = List.of();
    public final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Trust trust() {
        return new Trust(1, "cluster", List.of(), Set.of());
    }

    @Override
    public List<Resource<RoleSpec>> roles() {
        return roles;
    }

    @Override
    public List<Resource<LockSpec>> locks() {
        return List.of();
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
        return SessionRecording.DEFAULTS;
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }
}
