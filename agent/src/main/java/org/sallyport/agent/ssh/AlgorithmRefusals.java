package org.sallyport.agent.ssh;

import static java.util.Objects.requireNonNull;

import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.sallyport.agent.audit.AuditSink;
import org.sallyport.agent.ssh.session.NodeAccess;
import org.sallyport.agent.ssh.session.SshMessages;
import org.sallyport.agent.ssh.transport.StreamService;
import org.sallyport.agent.tunnel.DialRequest;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
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
        AlgorithmGate.install(
                server,
                "agent " + access.node().get().name(),
                () -> access.knowledge().sshAlgorithms(),
                refusals::refused);
    }

    private void refused(Session session, SallyportException refusal) {
        DialRequest request = StreamService.request(session.getIoSession());
        SshMessages.LOG.loginRefused("", request.clientAddress(), refusal.userMessage(), refusal.details());
        audit.emit(AuditEvent.of(AuditEventType.SSH_LOGIN_REFUSED)
                .resource("node", access.node().get().hostId())
                .address(request.clientAddress())
                .message(refusal.userMessage())
                .field("node", access.node().get().name())
                .field("reason", refusal.code().name())
                .at(access.clock().instant()));
    }
}
