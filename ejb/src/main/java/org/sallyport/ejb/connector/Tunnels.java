package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.lock.LockGuard;
import org.sallyport.ejb.node.LiveSessions;
import org.sallyport.ejb.node.LiveSessions.Source;
import org.sallyport.ejb.node.Presence;
import org.sallyport.ejb.node.SessionEnds;

/** Agents coming, going and telling that they live. */
@ApplicationScoped
public class Tunnels {
    /** A node is listed for this many heartbeat intervals after its last one. */
    private static final int MISSED_INTERVALS = 3;

    private final Presence presence;
    private final LiveSessions sessions;
    private final SessionEnds ends;
    private final Directory directory;
    private final LockGuard locks;
    private final ConnectionLog log;

    /** For the container's proxy. */
    protected Tunnels() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Tunnels(
            Presence presence,
            LiveSessions sessions,
            SessionEnds ends,
            Directory directory,
            LockGuard locks,
            ConnectionLog log) {
        this.presence = presence;
        this.sessions = sessions;
        this.ends = ends;
        this.directory = directory;
        this.locks = locks;
        this.log = log;
    }

    void up(TunnelInfo tunnel) {
        presence.tunnelUp(tunnel, ttl());
        log.tunnelUp(tunnel);
    }

    void down(TunnelInfo tunnel, String reason) {
        presence.tunnelDown(tunnel);
        log.tunnelDown(tunnel, reason);
    }

    /** @return milliseconds until the next one is due */
    long heartbeat(Caller.Agent agent, Node node) {
        if (!node.hostId().equals(agent.hostId()) || !agent.services().containsAll(node.services())) {
            throw refused(
                    agent,
                    new SallyportException(
                            ErrorCode.ACCESS_DENIED,
                            "Auth Service: an agent may announce itself only, with the services of its certificate; join"
                                    + " again with a token for the services it lacks"));
        }
        if (!node.name().equals(agent.nodeName())) {
            throw refused(
                    agent,
                    new SallyportException(
                            ErrorCode.ACCESS_DENIED,
                            "Auth Service: agent " + agent.hostId() + " joined as node '" + agent.nodeName()
                                    + "' and may not announce itself as '" + node.name()
                                    + "'; a new name needs a join token"));
        }
        locks.refusal("Auth Service", LockFacts.ofNode(List.of(node.hostId(), node.name())))
                .ifPresent(locked -> {
                    throw refused(agent, locked);
                });
        presence.heartbeat(node, ttl());
        return interval().toMillis();
    }

    /** Audits it. @return the refusal, for throwing */
    private SallyportException refused(Caller.Agent agent, SallyportException refusal) {
        log.componentRefused(agent.name(), agent.address(), refusal);
        return refusal;
    }

    void ended(LiveUse use, String address, SallyportException lock) {
        log.ended(use, address, lock);
    }

    /** Said with a heartbeat, and as long-lived. */
    void caUse(Caller.Agent agent, CaUse use) {
        presence.caUse(agent.hostId(), use, ttl());
    }

    /** Said with a heartbeat, and as long-lived. @return what is to be ended */
    List<SessionEnd> liveSessions(Caller.Agent agent, LiveReport report) {
        sessions.told(agent, report, ttl());
        return ends.outstanding(Source.agent(agent.hostId()), report);
    }

    AutoCloseable onSessionEnds(Caller.Agent agent, Consumer<SessionEnd> told) {
        return ends.follow(agent.hostId(), told);
    }

    SshAlgorithms algorithms() {
        return directory.clusterConfig().allowedAlgorithms();
    }

    private Duration ttl() {
        return interval().multipliedBy(MISSED_INTERVALS);
    }

    private Duration interval() {
        return directory.clusterConfig().heartbeatInterval();
    }
}
