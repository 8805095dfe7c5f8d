package org.sallyport.connector.rpc;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.auth.LiveTrust;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.TlsKeys;

/**
 * Certificate, key and trusted CAs of the gRPC listener, replaced while it runs. With the JDK's TLS only: tcnative froze
 * the list of CAs and resumed sessions of a CA that had been withdrawn (docs/adr/0008-grpc-in-the-rar.md).
 */
final class TlsIdentity implements LiveTrust.Subscriber {
    private final AdvancedTlsX509KeyManager keyManager;
    private final AdvancedTlsX509TrustManager trustManager;

    TlsIdentity() {
        try {
            keyManager = new AdvancedTlsX509KeyManager();
            trustManager = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    @Override
    public void changed(Trust trust, ServerKeys keys) {
        List<X509Certificate> authorities = trust.x509Certificates(CaType.HOST).stream()
                .flatMap(pem -> TlsKeys.parseChain(pem).stream())
                .toList();
        try {
            keyManager.updateIdentityCredentials(
                    TlsKeys.parseChain(keys.tlsChain()).toArray(X509Certificate[]::new),
                    TlsKeys.parsePrivate(keys.tlsKey()));
            trustManager.updateTrustCredentials(authorities.toArray(X509Certificate[]::new));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    SslContext context() {
        try {
            return GrpcSslContexts.configure(
                            SslContextBuilder.forServer(keyManager)
                                    .trustManager(trustManager)
                                    .clientAuth(ClientAuth.REQUIRE)
                                    .protocols("TLSv1.3", "TLSv1.2"),
                            SslProvider.JDK)
                    .build();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static SallyportException unusable(Exception cause) {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "connector: the TLS keys of the component API cannot be used: " + cause.getMessage()
                        + "; see the log of the Auth Service",
                cause.toString(),
                cause);
    }
}
