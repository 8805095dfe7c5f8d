package org.sallyport.core.access;

import java.time.Duration;
import java.util.List;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.identity.Trust;

/**
 * What decisions about sessions are made from, at an agent or a proxy, also while the control plane is away. Each call gives the newest state; callers do not
 * keep it.
 */
public interface AccessKnowledge {
    Trust trust();

    List<Resource<RoleSpec>> roles();

    /** The locks as last heard of, by {@link #age} old; some may have expired. */
    List<Resource<LockSpec>> locks();

    /** How strict the cluster is about locks that may not be current. */
    Strictness lockMode();

    /**
     * @param listener runs after each change, on the thread that brings it: must not block
     * @return run it, and the listener is told no more
     */
    Runnable whenChanged(Runnable listener);

    /** What SSH connections to this node may use. */
    SshAlgorithms sshAlgorithms();

    /** How sessions are recorded where roles do not say otherwise. */
    SessionRecording recordingPolicy();

    /** How long ago the control plane last confirmed this state; zero while the watch is live. */
    Duration age();
}
