package org.sallyport.ejb.login;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Optional;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.core.terminal.TerminalService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.mfa.Reauthentication;
import org.sallyport.ejb.node.NodeDirectory;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link TerminalService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(TerminalService.class)
@Interceptors(Translated.class)
public class TerminalServiceBean implements TerminalService {
    private final Reauthentication reauthentication;
    private final NodeDirectory nodes;
    private final CertificateDesk desk;
    private final LoginSessions sessions;
    private final TerminalLog log;
    private final Transactions transactions;

    /** For the container. */
    public TerminalServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public TerminalServiceBean(
            Reauthentication reauthentication,
            NodeDirectory nodes,
            CertificateDesk desk,
            LoginSessions sessions,
            TerminalLog log,
            Transactions transactions) {
        this.reauthentication = reauthentication;
        this.nodes = nodes;
        this.desk = desk;
        this.sessions = sessions;
        this.log = log;
        this.transactions = transactions;
    }

    @Override
    public String certificate(
            Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer) {
        sessions.requireUnlocked(caller, AuditEventType.CERTIFICATE_REFUSED);
        Node node = node(caller, request.node());
        // with a certificate to join the agent lets nobody do anything else
        boolean joins = LiveSession.JOIN_LOGIN.equals(request.login());
        if (!joins) {
            desk.requireLogin(caller, request.login());
        }
        String what = joins ? "join a session" : "open a session as " + request.login();
        Optional<SessionMfa> factor = desk.wantsSessionMfa(caller)
                ? Optional.of(reauthentication
                        .require(caller, bearerToken, answer, what + " on " + node.name())
                        .forSession(node.hostId()))
                : Optional.empty();
        return transactions.required(() -> {
            LoginSession session = sessions.find(bearerToken)
                    .filter(known -> known.user().equals(caller.name()))
                    .orElseThrow(LoginServiceBean::notLoggedIn);
            return desk.issueForTerminal(caller, request.sshPublicKey(), request.login(), factor, session.expires())
                    .ssh();
        });
    }

    private Node node(Caller.User caller, String name) {
        String wanted = name == null ? "" : name;
        return nodes.route(caller, new DialTarget(ServiceType.SSH, wanted)).stream()
                .findFirst()
                .orElseThrow(() -> Authorizer.notFound("node", wanted));
    }

    @Override
    public void transferred(Caller.User caller, FileTransfer transfer) {
        log.transferred(caller, transfer);
    }

    @Override
    public void refused(Caller.User caller, String node, String login, SallyportException why) {
        log.refused(caller, node, login, why);
    }

    @Override
    public void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why) {
        log.joinRefused(caller, node, wish, why);
    }
}
