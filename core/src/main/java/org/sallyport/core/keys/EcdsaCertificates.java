package org.sallyport.core.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** X.509 certificates put together by BouncyCastle and signed by a key that BouncyCastle need not see. */
public final class EcdsaCertificates {
    private EcdsaCertificates() {}

    /** ECDSA with SHA-256. @throws org.sallyport.api.error.SallyportException INTERNAL */
    public static X509Certificate signed(X509v3CertificateBuilder builder, Signer key) {
        try {
            return TlsKeys.parseCertificate(builder.build(new Content(key)).getEncoded());
        } catch (IOException e) {
            throw KeyFailure.internal("a certificate could not be encoded", e);
        }
    }

    private static final class Content implements ContentSigner {
        private static final AlgorithmIdentifier ALGORITHM =
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

        private final Signer key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Content(Signer key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return ALGORITHM;
        }

        @Override
        public OutputStream getOutputStream() {
            return bytes;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(bytes.toByteArray());
        }
    }
}
