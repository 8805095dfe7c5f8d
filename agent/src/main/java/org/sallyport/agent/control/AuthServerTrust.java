package org.sallyport.agent.control;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;

/** The other end of the component stream must be the Auth Service, by the host CA as known at this moment. */
final class AuthServerTrust extends X509ExtendedTrustManager {
    private final X509CertificateChecker checker;
    private final Supplier<Trust> trust;

    AuthServerTrust(X509CertificateChecker checker, Supplier<Trust> trust) {
        this.checker = checker;
        this.trust = trust;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            checker.checkServer(List.of(chain), ServerKeys.AUTH_SERVER_NAME, trust.get());
        } catch (SallyportException e) {
            throw new CertificateException(e.userMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("an agent is no TLS server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("an agent is no TLS server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("an agent is no TLS server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
