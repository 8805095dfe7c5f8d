package org.sallyport.core.ca;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.TlsKeys;

/** Proof that an HTTPS connection ends at a server that the host CA certified; see {@link TlsBinding}. */
public final class TlsBindings {
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22,128}={0,2}");

    private TlsBindings() {}

    /**
     * @param nonce the client's, base64url, at least 128 bits
     * @param tlsLeafDer what the HTTPS port presents
     * @param chainPem the server's certificate under the host CA; {@code key} belongs to its first
     * @throws SallyportException INVALID_ARGUMENT for a nonce of another form
     */
    public static TlsBinding sign(String nonce, byte[] tlsLeafDer, String chainPem, PrivateKey key) {
        if (nonce == null || !NONCE.matcher(nonce).matches()) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "nonce must be 16 to 96 random bytes in base64url");
        }
        String digest = Secrets.sha256Hex(tlsLeafDer);
        byte[] signature = TlsKeys.sign(key, message(nonce, digest));
        return new TlsBinding(chainPem, digest, Base64.getEncoder().encodeToString(signature));
    }

    /**
     * @param nonce as sent in this very exchange
     * @param tlsLeafDerSeen the certificate seen in this very handshake
     * @param hostAuthority what is trusted already: of an earlier login, or narrowed by {@link CaPins#require}
     * @throws SallyportException CERTIFICATE_*
     */
    public static void verify(
            TlsBinding binding, String nonce, byte[] tlsLeafDerSeen, Authority hostAuthority, Clock clock) {
        if (hostAuthority.type() != CaType.HOST) {
            throw CertificateRefusal.wrongType("The " + hostAuthority.type().wireName() + " CA", "the host CA");
        }
        if (binding == null
                || binding.chain() == null
                || binding.signature() == null
                || !Secrets.sha256Hex(tlsLeafDerSeen).equals(binding.certificateSha256())) {
            throw CertificateRefusal.untrusted(
                    "The HTTPS connection", "it does not end where the cluster's server says it does");
        }
        List<X509Certificate> chain = TlsKeys.parseChain(binding.chain());
        X509Certificate leaf = X509Chains.verifiedLeaf(
                chain, hostAuthority.x509Certificates(), clock.instant(), X509Template.Purpose.SERVER);
        X509CertificateChecker.requireName(leaf, ServerKeys.AUTH_SERVER_NAME);
        if (!TlsKeys.verify(
                leaf.getPublicKey(), message(nonce, binding.certificateSha256()), decoded(binding.signature()))) {
            throw CertificateRefusal.untrusted("The HTTPS connection", "the server's proof is wrong");
        }
    }

    private static byte[] message(String nonce, String certificateSha256) {
        return ("sallyport-tls-binding-v1\n" + nonce + "\n" + certificateSha256 + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
