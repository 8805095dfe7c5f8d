package org.sallyport.ejb.login;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Instant;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.login.SessionCertificateService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.mfa.Reauthentication;
import org.sallyport.ejb.node.NodeDirectory;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link SessionCertificateService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(SessionCertificateService.class)
@Interceptors(Translated.class)
public class SessionCertificateServiceBean implements SessionCertificateService {
    private final Reauthentication reauthentication;
    private final NodeDirectory nodes;
    private final CertificateDesk desk;
    private final LoginSessions sessions;
    private final Transactions transactions;

    /** For the container. */
    public SessionCertificateServiceBean() {
        this(null, null, null, null, null);
    }

    @Inject
    public SessionCertificateServiceBean(
            Reauthentication reauthentication,
            NodeDirectory nodes,
            CertificateDesk desk,
            LoginSessions sessions,
            Transactions transactions) {
        this.reauthentication = reauthentication;
        this.nodes = nodes;
        this.desk = desk;
        this.sessions = sessions;
        this.transactions = transactions;
    }

    @Override
    public Certificates issue(
            Caller.User caller, String bearerToken, SessionCertificateRequest request, MfaAnswer answer) {
        // Before the factor is asked for: a code should not be used up for a misspelt name.
        Node node = node(caller, request.node());
        // with a certificate to join the agent lets nobody do anything else
        boolean joins = LiveSession.JOIN_LOGIN.equals(request.login());
        if (!joins) {
            desk.requireLogin(caller, request.login());
        }
        String what = joins ? "join a session" : "open a session as " + request.login();
        SessionMfa factor = reauthentication
                .require(caller, bearerToken, answer, what + " on " + node.name())
                .forSession(node.hostId());
        return transactions.required(() -> {
            Instant end = sessions.find(bearerToken)
                    .filter(session -> session.user().equals(caller.name()))
                    .map(LoginSession::expires)
                    .orElseThrow(() -> new SallyportException(
                            ErrorCode.NOT_LOGGED_IN, "Auth Service: your login has ended meanwhile; log in again"));
            return desk.issueForSession(caller, request.sshPublicKey(), request.login(), factor, end);
        });
    }

    private Node node(Caller.User caller, String name) {
        String wanted = name == null ? "" : name;
        return nodes.route(caller, new DialTarget(ServiceType.SSH, wanted)).stream()
                .findFirst()
                .orElseThrow(() -> Authorizer.notFound("node", wanted));
    }
}
