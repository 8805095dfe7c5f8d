package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.transport.StreamService;
import org.sallyport.transport.algorithm.AlgorithmGate;

/** Holds users' connections to the algorithms that the cluster allows, and tells of those that have none in common. */
final class AlgorithmRefusals {
    private final NodeAccess access;
    private final AuditSink audit;

    private AlgorithmRefusals(NodeAccess access, AuditSink audit) {
        this.access = requireNonNull(access, "access");
        this.audit = requireNonNull(audit, "audit");
    }

    static void install(SshServer server, NodeAccess access, AuditSink audit) {
        AlgorithmRefusals refusals = new AlgorithmRefusals(access, audit);
        AlgorithmGate.install(server, access.layer(), () -> access.knowledge().sshAlgorithms(), refusals::refused);
    }

    private void refused(Session session, SallyportException refusal) {
        DialRequest request = StreamService.request(session.getIoSession());
        SessionMessages.LOG.loginRefused("", request.clientAddress(), refusal.userMessage(), refusal.details());
        audit.emit(AuditEvent.of(AuditEventType.SSH_LOGIN_REFUSED)
                .resource("node", access.node().get().hostId())
                .address(request.clientAddress())
                .message(refusal.userMessage())
                .field("node", access.node().get().name())
                .field("reason", refusal.code().name())
                .at(access.clock().instant()));
    }
}
