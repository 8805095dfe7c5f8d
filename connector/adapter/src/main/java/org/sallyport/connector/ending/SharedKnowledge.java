package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.identity.Trust;

/** The Auth Service's knowledge for all nodes here: it is listened to once, until this proxy ends. */
final class SharedKnowledge implements AccessKnowledge {
    private final AccessKnowledge live;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Runnable deaf;

    SharedKnowledge(AccessKnowledge live) {
        this.live = requireNonNull(live, "live");
        this.deaf = live.whenChanged(() -> listeners.forEach(Runnable::run));
    }

    /** Nobody is told any more. */
    void end() {
        deaf.run();
        listeners.clear();
    }

    @Override
    public Trust trust() {
        return live.trust();
    }

    @Override
    public List<Resource<RoleSpec>> roles() {
        return live.roles();
    }

    @Override
    public List<Resource<LockSpec>> locks() {
        return live.locks();
    }

    @Override
    public Strictness lockMode() {
        return live.lockMode();
    }

    @Override
    public Runnable whenChanged(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        return live.sshAlgorithms();
    }

    @Override
    public SessionRecording recordingPolicy() {
        return live.recordingPolicy();
    }

    @Override
    public Duration age() {
        return live.age();
    }
}
