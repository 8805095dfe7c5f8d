package org.sallyport.core.remote;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** TLS set-ups that trust by the certificate itself instead of by a chain. */
final class TlsContexts {
    private TlsContexts() {}

    /**
     * Accepts whatever certificate is presented. Only for the one request that carries no secret and whose answer proves
     * who presented it.
     */
    static SSLContext unverified() {
        return context(new LeafTrust(null));
    }

    /** Accepts exactly this certificate. */
    static SSLContext exactly(byte[] leafDer) {
        return context(new LeafTrust(leafDer.clone()));
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "TLS cannot be set up on this machine", "", e);
        }
    }

    /** Thrown when another certificate than the pinned one was presented: its holder must prove itself again. */
    static final class LeafChanged extends CertificateException {
        private static final long serialVersionUID = 1L;

        LeafChanged() {
            super("the server presents another certificate than before");
        }
    }

    /** Extended, so that the JDK adds no check of the host name: the leaf itself is what is checked. */
    private static final class LeafTrust extends X509ExtendedTrustManager {
        private final byte[] leafDer;

        LeafTrust(byte[] leafDer) {
            this.leafDer = leafDer;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain == null || chain.length == 0) {
                throw new CertificateException("the server presented no certificate");
            }
            if (leafDer != null && !MessageDigest.isEqual(leafDer, chain[0].getEncoded())) {
                throw new LeafChanged();
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
