package org.sallyport.core.connector;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.recording.RecordingService;

/**
 * The message-listener interface between the resource adapter and the Auth Service (an MDB implements it). Certificates
 * are checked by the adapter with {@code core.ca} against {@link #trust()}; what needs state is asked for here. All
 * calls may block on the database; {@link #trust}, {@link #clusterName}, {@link #serverKeys}, {@link #admit}, {@link #locked} and
 * {@link #route} are served from caches and go on when the database is away. Failures are {@link SallyportException}s.
 */
public interface ConnectorListener extends ProxySessions {
    /** What the adapter's own listeners present; asked for at activation and again when {@code trust().version()} changes. */
    ServerKeys serverKeys();

    Trust trust();

    /** Display name of the cluster: what follows the node's name in {@code node.cluster}. From a cache. */
    String clusterName();

    /** What new SSH connections may use. From a cache. */
    SshAlgorithms sshAlgorithms();

    /**
     * May this identity log in at the proxy now (user exists, not locked)? Free of side effects: SSH asks twice.
     *
     * @return the refusal, empty when admitted
     */
    Optional<SallyportException> admit(SshIdentity identity, String address);

    /** Why each of these may not go on, in order; empty for those that may. */
    List<Optional<SallyportException>> locked(List<LiveUse> uses);

    /** That something was ended by a lock. Audited. @param address of the peer */
    void ended(LiveUse use, String address, SallyportException lock);

    /** Whenever the answers of {@link #locked} may have changed; must not block. Close the returned handle to stop. */
    AutoCloseable onLocks(Runnable changed);

    /** Once per authenticated connection, before the peer is told. Audited; when this fails a user is refused. */
    void loggedIn(SshIdentity identity, String address);

    /** A refused login: what was presented, why. Audited. {@code claimed} is the user name or key id, unverified. */
    void loginRefused(String claimed, String address, SallyportException refusal);

    /**
     * Which agents can take a dial of this target, best first. Names that the caller may not see and names that are not
     * there both give NOT_FOUND. LOCKED when locks keep the caller from all that there are. Does not look at tunnels: the adapter knows those.
     */
    List<Node> route(Caller.User caller, DialTarget target);

    /** How many connections to nodes the caller's roles allow at a time; empty for any number. From memory. */
    Optional<Integer> maxConnections(Caller.User caller);

    /**
     * The outcome of a dial, audited; {@code refusal} empty when the agent opened it. The caller is told afterwards: when
     * this fails the dial is taken back.
     */
    void dialed(Caller.User caller, DialTarget target, String hostId, Optional<SallyportException> refusal);

    void tunnelUp(TunnelInfo tunnel);

    /** {@code last} when no other live tunnel of this agent is left here. */
    void tunnelDown(TunnelInfo tunnel, String reason, boolean last);

    // component API, called from gRPC with an identity taken from the mTLS certificate

    /** A heartbeat; {@code node.online} and {@code lastSeen} are ignored and set by the server. @return next in millis */
    long heartbeat(Caller.Agent agent, Node node);

    /** Which CA keys the agent goes by, with its heartbeat. */
    void caUse(Caller.Agent agent, CaUse use);

    /**
     * The sessions that live at the agent's node now, in place of what was told before; after its heartbeat.
     *
     * @return those of them that are to be ended
     */
    List<SessionEnd> liveSessions(Caller.Agent agent, LiveReport report);

    /**
     * Tells of sessions at the agent's node that are to be ended, from now on.
     *
     * @param told must not block. Close the returned handle to stop
     */
    AutoCloseable onSessionEnds(Caller.Agent agent, Consumer<SessionEnd> told);

    List<String> emitAudit(Caller.Agent agent, List<AuditEvent> events);

    /** See {@link org.sallyport.core.recording.RecordingService#storeSegment}. */
    boolean storeSegment(Caller.Agent agent, RecordingInfo info, RecordingService.Upload upload);

    JoinResponse renew(Caller.Agent agent, RenewKeys keys);

    /** Starts feeding the sink (see {@link WatchSink}); close the returned handle to stop. */
    AutoCloseable watch(Caller.Agent agent, long fromRevision, WatchSink sink);

    /** A component call refused before it reached a service (bad chain, revoked, wrong identity). Audited. */
    void componentRefused(String claimed, String address, SallyportException refusal);
}
