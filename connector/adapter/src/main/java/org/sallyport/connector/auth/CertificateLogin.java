package org.sallyport.connector.auth;

import java.util.List;
import java.util.concurrent.Executor;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerSession;

/** Makes a server accept certificates, and nothing else. */
public final class CertificateLogin {
    private CertificateLogin() {}

    public static void install(SshServer server, HostIdentity host, Logins logins, Executor blocking) {
        server.setKeyPairProvider(host);
        server.setHostKeyCertificateProvider(host);
        // MINA offers keyboard-interactive by itself unless the list of methods is set
        server.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory() {
            @Override
            public UserAuthPublicKey createUserAuth(ServerSession session) {
                return new CertificateAuth(logins, blocking);
            }
        }));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setServiceFactories(List.of(AdmissionService.FACTORY, ServerConnectionServiceFactory.INSTANCE));
        server.addSessionListener(new BareKeys(logins, blocking));
    }
}
