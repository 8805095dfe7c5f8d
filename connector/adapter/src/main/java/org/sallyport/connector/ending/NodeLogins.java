package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Clock;
import java.util.function.Supplier;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.ProxySessions.ProxyLogin;
import org.sallyport.core.identity.Trust;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.process.Visitor;

/** Logins at one node in users' names. */
final class NodeLogins {
    private final ProxySessions sessions;
    private final AuditSink audit;
    private final Supplier<Node> node;
    private final Clock clock;

    NodeLogins(ProxySessions sessions, AuditSink audit, Supplier<Node> node, Clock clock) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.audit = requireNonNull(audit, "audit");
        this.node = requireNonNull(node, "node");
        this.clock = requireNonNull(clock, "clock");
    }

    Node node() {
        return node.get();
    }

    Trust trust() {
        return sessions.knowledge().trust();
    }

    String certificate(Visitor visitor, PublicKey key) {
        return sessions.certificate(
                new ProxyLogin(visitor.identity(), visitor.login(), node.get(), key, visitor.address()));
    }

    /** The user reads the same on his terminal. */
    void failed(Visitor visitor, SallyportException why) {
        ConnectorLog.LOG.upstreamRefused(
                node.get().name(), visitor.identity().user(), why.userMessage(), why.details());
        audit.emit(AuditEvent.of(AuditEventType.SSH_LOGIN_REFUSED)
                .user(visitor.identity().user())
                .resource("node", node.get().hostId())
                .address(visitor.address())
                .message(why.userMessage())
                .field("login", visitor.login())
                .field("node", node.get().name())
                .field("reason", why.code().name())
                .field("details", why.details())
                .at(clock.instant()));
    }
}
