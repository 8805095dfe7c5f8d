package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.connector.WatchSink;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.ejb.cluster.ServerKeyHolder;
import org.sallyport.ejb.feed.WatchBroadcaster;
import org.sallyport.ejb.node.NodeDirectory;

/** What the proxy may let through, decided from memory; and the trace that each outcome leaves. */
@ApplicationScoped
public class Gate {
    private final NodeDirectory nodes;
    private final ServerKeyHolder serverKeys;
    private final WatchBroadcaster broadcaster;
    private final ClusterService cluster;
    private final Admission admission;
    private final ConnectionLog log;

    /** For the container's proxy. */
    protected Gate() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Gate(
            NodeDirectory nodes,
            ServerKeyHolder serverKeys,
            WatchBroadcaster broadcaster,
            ClusterService cluster,
            Admission admission,
            ConnectionLog log) {
        this.nodes = nodes;
        this.serverKeys = serverKeys;
        this.broadcaster = broadcaster;
        this.cluster = cluster;
        this.admission = admission;
        this.log = log;
    }

    ServerKeys serverKeys() {
        return serverKeys.keys();
    }

    /**
     * @throws SallyportException NOT_FOUND, the same for what is not there and for what the caller may not see; LOCKED only
     *     about what the caller may see
     */
    List<Node> route(Caller.User caller, DialTarget target) {
        List<Node> found = nodes.route(caller, target);
        if (found.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND,
                    "Proxy Service: there is no " + target.service().wireName() + " node '" + target.name()
                            + "' that you may see; `sallyport ls` lists those you may");
        }
        return admission.unlocked(caller, found);
    }

    Optional<Integer> maxConnections(Caller.User caller) {
        return nodes.maxConnections(caller);
    }

    AutoCloseable watch(long fromRevision, WatchSink sink) {
        return broadcaster.watch(fromRevision, sink, cluster::authorities);
    }

    void loggedIn(SshIdentity identity, String address) {
        log.loggedIn(identity, address);
    }

    void loginRefused(String claimed, String address, SallyportException refusal) {
        log.loginRefused(claimed, address, refusal);
    }

    void componentRefused(String claimed, String address, SallyportException refusal) {
        log.componentRefused(claimed, address, refusal);
    }

    void dialed(Caller.User caller, DialTarget target, String hostId, Optional<SallyportException> refusal) {
        log.dialed(caller, target, hostId, refusal);
    }
}
