package org.sallyport.session.auth;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.connection.SessionServices;

/** Makes certificates the only way in. */
public final class CertificateAuthFactory extends UserAuthPublicKeyFactory {
    private final LoginGate gate;
    private final AuditSink audit;
    private final SessionServices services;

    private CertificateAuthFactory(LoginGate gate, AuditSink audit, SessionServices services) {
        this.gate = requireNonNull(gate, "gate");
        this.audit = requireNonNull(audit, "audit");
        this.services = requireNonNull(services, "services");
    }

    public static void install(SshServer server, LoginGate gate, AuditSink audit, SessionServices services) {
        // MINA goes on offering keyboard-interactive unless the list itself is replaced
        server.setUserAuthFactories(List.of(new CertificateAuthFactory(gate, audit, services), new CertificateHint()));
        server.setPublickeyAuthenticator(CertificateAuth.authenticator());
        server.addSessionListener(CertificateAuth.listener(gate, audit));
        server.setPasswordAuthenticator(null);
        server.setKeyboardInteractiveAuthenticator(null);
    }

    @Override
    public UserAuthPublicKey createUserAuth(ServerSession session) {
        CertificateAuth auth = new CertificateAuth(gate, audit, services);
        List<NamedFactory<Signature>> own = getSignatureFactories();
        if (own != null) {
            auth.setSignatureFactories(own);
        }
        return auth;
    }
}
