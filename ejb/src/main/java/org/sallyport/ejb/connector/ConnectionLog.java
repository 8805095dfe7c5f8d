package org.sallyport.ejb.connector;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.ejb.auditlog.AuditWriter;

/**
 * What the audit log says of connections. A person's login and dial must be durable before they are confirmed, so these
 * fail when the store is away; the rest has happened already and may wait.
 */
@ApplicationScoped
public class ConnectionLog {
    private static final int MAX_CLAIM = 256;

    private final AuditWriter audit;
    private final EventBacklog backlog;
    private final Clock clock;

    /** For the container's proxy. */
    protected ConnectionLog() {
        this(null, null, null);
    }

    @Inject
    public ConnectionLog(AuditWriter audit, EventBacklog backlog, Clock clock) {
        this.audit = audit;
        this.backlog = backlog;
        this.clock = clock;
    }

    void loggedIn(SshIdentity identity, String address) {
        AuditEvent.Builder event = AuditEvent.of(AuditEventType.PROXY_LOGIN)
                .address(address)
                .field("serial", Long.toUnsignedString(identity.serial()))
                .field("expires", identity.expires());
        switch (identity) {
            case SshIdentity.UserIdentity user ->
                audit.recordNow(event.user(user.user())
                        .message("user '" + user.user() + "' connected to the proxy")
                        .field("roles", String.join(",", user.roles()))
                        .at(clock.instant()));
            case SshIdentity.AgentIdentity agent ->
                backlog.recordOrKeep(event.user("agent:" + agent.hostId())
                        .resource("node", agent.hostId())
                        .message("agent connected to the proxy")
                        .at(clock.instant()));
        }
    }

    void loginRefused(String claimed, String address, SallyportException refusal) {
        backlog.recordOrKeep(refused(AuditEventType.PROXY_LOGIN_REFUSED, claimed, address, refusal));
    }

    void ended(LiveUse use, String address, SallyportException lock) {
        AuditEvent.Builder event = AuditEvent.of(AuditEventType.LOCK_ENDED)
                .address(address)
                .message(lock.userMessage())
                .field("error", lock.code().name())
                .field("lock", LockVerdict.lockOf(lock).orElse(null));
        switch (use) {
            case LiveUse.Connection connection -> connection(event, connection.identity());
            case LiveUse.Stream stream ->
                event.user(stream.caller().name())
                        .resource("node", stream.hostId())
                        .field("what", "stream");
        }
        backlog.recordOrKeep(event.at(clock.instant()));
    }

    private static void connection(AuditEvent.Builder event, SshIdentity identity) {
        event.field("serial", Long.toUnsignedString(identity.serial()));
        switch (identity) {
            case SshIdentity.UserIdentity user -> event.user(user.user()).field("what", "connection to the proxy");
            case SshIdentity.AgentIdentity agent ->
                event.user("agent:" + agent.hostId())
                        .resource("node", agent.hostId())
                        .field("what", "tunnel");
        }
    }

    void componentRefused(String claimed, String address, SallyportException refusal) {
        backlog.recordOrKeep(refused(AuditEventType.COMPONENT_CALL_REFUSED, claimed, address, refusal));
    }

    void dialed(Caller.User caller, DialTarget target, String hostId, Optional<SallyportException> refusal) {
        AuditEvent.Builder event = AuditEvent.of(
                        refusal.isPresent() ? AuditEventType.DIAL_REFUSED : AuditEventType.DIAL)
                .user(caller.name())
                .address(caller.address())
                .resource("node", hostId)
                .field("target", target.name())
                .field("service", target.service().wireName());
        if (refusal.isPresent()) {
            SallyportException why = refusal.get();
            backlog.recordOrKeep(event.message(why.userMessage())
                    .field("error", why.code().name())
                    .field("details", why.details())
                    .field("lock", LockVerdict.lockOf(why).orElse(null))
                    .at(clock.instant()));
        } else {
            audit.recordNow(event.message("dialled '" + target.name() + "'").at(clock.instant()));
        }
    }

    void tunnelUp(TunnelInfo tunnel) {
        backlog.recordOrKeep(tunnel(AuditEventType.TUNNEL_UP, tunnel)
                .message("tunnel up")
                .field("kex", tunnel.algorithms().kex())
                .field("cipher", tunnel.algorithms().cipher())
                .field("mac", tunnel.algorithms().mac())
                .at(clock.instant()));
    }

    void tunnelDown(TunnelInfo tunnel, String reason) {
        backlog.recordOrKeep(tunnel(AuditEventType.TUNNEL_DOWN, tunnel)
                .message("tunnel down: " + reason)
                .field("since", tunnel.since())
                .at(clock.instant()));
    }

    private static AuditEvent.Builder tunnel(AuditEventType type, TunnelInfo tunnel) {
        return AuditEvent.of(type)
                .user("agent:" + tunnel.hostId())
                .address(tunnel.address())
                .resource("node", tunnel.hostId())
                .field("tunnel", tunnel.id());
    }

    private AuditEvent refused(AuditEventType type, String claimed, String address, SallyportException refusal) {
        // The claim is whatever a stranger sent.
        String bounded = claimed.length() > MAX_CLAIM ? claimed.substring(0, MAX_CLAIM) : claimed;
        return AuditEvent.of(type)
                .user(bounded)
                .address(address)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("details", refusal.details())
                .field("lock", LockVerdict.lockOf(refusal).orElse(null))
                .at(clock.instant());
    }
}
