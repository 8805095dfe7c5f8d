package org.sallyport.session.auth;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.util.HashSet;
import java.util.Set;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.session.connection.Admission;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.transport.StreamService;
import org.sallyport.transport.algorithm.Negotiation;

/**
 * Public-key authentication that says why it refuses. MINA's own answers a bad certificate with a bare failure before
 * any callback; so our check comes first, its reason goes out as a banner, and MINA then proves possession of the key.
 */
final class CertificateAuth extends UserAuthPublicKey {
    /** What {@link #doAuth} allowed on this very call; both run under the session's lock. */
    private static final AttributeKey<Admitted> ADMITTED = new AttributeKey<>();

    private static final AttributeKey<Set<String>> TOLD = new AttributeKey<>();
    private static final AttributeKey<AuditEvent.Builder> BARE_KEY = new AttributeKey<>();
    private static final String DENIED = "access denied: ";
    private static final int MOST_TOLD = 8;

    private final LoginGate gate;
    private final AuditSink audit;
    private final SessionServices services;

    private record Admitted(String login, OpenSshCertificate certificate, Admission admission) {}

    CertificateAuth(LoginGate gate, AuditSink audit, SessionServices services) {
        this.gate = requireNonNull(gate, "gate");
        this.audit = requireNonNull(audit, "audit");
        this.services = requireNonNull(services, "services");
    }

    /** For the server: lets pass exactly the certificate that was just checked. */
    static PublickeyAuthenticator authenticator() {
        return (login, key, session) -> {
            Admitted admitted = session.getAttribute(ADMITTED);
            return admitted != null
                    && admitted.login().equals(login)
                    && key instanceof OpenSshCertificate certificate
                    && java.util.Arrays.equals(
                            certificate.getMessage(), admitted.certificate().getMessage())
                    && java.util.Arrays.equals(
                            certificate.getSignature(), admitted.certificate().getSignature());
        };
    }

    /** For the server: tells of those who had nothing but a bare key, once they are gone. */
    static SessionListener listener(LoginGate gate, AuditSink audit) {
        return new SessionListener() {
            @Override
            public void sessionClosed(Session session) {
                AuditEvent.Builder refused = session.getAttribute(BARE_KEY);
                if (refused != null
                        && session.getAttribute(Connection.KEY) == null
                        && session.getAttribute(TOLD) == null) {
                    audit.emit(refused.at(gate.access().clock().instant()));
                }
            }
        };
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        String login = getUsername();
        DialRequest request = StreamService.request(session.getIoSession());
        session.removeAttribute(ADMITTED);
        PublicKey key = peek(buffer);
        try {
            Admission admission = gate.admit(login, key, request);
            session.setAttribute(ADMITTED, new Admitted(login, (OpenSshCertificate) key, admission));
        } catch (SallyportException e) {
            refuse(session, request, login, key, e);
            return Boolean.FALSE;
        }
        Boolean result = super.doAuth(buffer, init);
        Admitted admitted = session.removeAttribute(ADMITTED);
        if (Boolean.TRUE.equals(result)) {
            session.setAttribute(
                    Connection.KEY,
                    new Connection(
                            admitted.admission(),
                            request,
                            Negotiation.of(session),
                            gate.access(),
                            audit,
                            gate.host().connect(visitor(session, admitted.admission(), request))));
        } else if (Boolean.FALSE.equals(result)) {
            refuse(session, request, login, key, untrusted());
        }
        return result;
    }

    private Visitor visitor(ServerSession session, Admission admission, DialRequest request) {
        return new Visitor(
                admission.identity(), admission.login(), request.clientAddress(), new VisitorClient(session, services));
    }

    private static PublicKey peek(Buffer buffer) throws Exception {
        int position = buffer.rpos();
        buffer.getBoolean();
        buffer.getString();
        PublicKey key = buffer.getPublicKey();
        buffer.rpos(position);
        return key;
    }

    private static SallyportException untrusted() {
        return new SallyportException(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                "access denied: the certificate is not in order; run sallyport login for a new one",
                "refused by the SSH library after our check");
    }

    private void refuse(
            ServerSession session, DialRequest request, String login, PublicKey key, SallyportException reason)
            throws Exception {
        String line = gate.access()
                .line(reason.userMessage().startsWith(DENIED) ? reason.userMessage() : DENIED + reason.userMessage());
        if (reason.code() == ErrorCode.CERTIFICATE_REQUIRED) {
            // ssh offers the bare key beside its certificate, mostly first: a refusal only if nothing better follows
            session.setAttribute(BARE_KEY, event(request, login, key, reason, line));
            return;
        }
        Set<String> told = session.getAttribute(TOLD);
        if (told == null) {
            told = new HashSet<>();
            session.setAttribute(TOLD, told);
        }
        if (told.size() >= MOST_TOLD || !told.add(line)) {
            return;
        }
        SessionMessages.LOG.loginRefused(login, request.clientAddress(), reason.userMessage(), reason.details());
        audit.emit(event(request, login, key, reason, line)
                .at(gate.access().clock().instant()));
        Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, line.length() + 64);
        banner.putString(line + "\r\n");
        banner.putString("en");
        session.writePacket(banner);
    }

    private AuditEvent.Builder event(
            DialRequest request, String login, PublicKey key, SallyportException reason, String line) {
        AuditEvent.Builder event = AuditEvent.of(AuditEventType.SSH_LOGIN_REFUSED)
                .resource("node", gate.access().node().get().hostId())
                .address(request.clientAddress())
                .message(line)
                .field("login", login)
                .field("node", gate.access().node().get().name())
                .field("reason", reason.code().name())
                .field("details", reason.details())
                .field("lock", LockVerdict.lockOf(reason).orElse(null));
        // who it claims to be: unproved, so it goes to the fields and not to the event's user
        if (key instanceof OpenSshCertificate certificate) {
            event.field("claimed_user", certificate.getId())
                    .field("serial", Long.toUnsignedString(certificate.getSerial()));
        }
        return event;
    }
}
