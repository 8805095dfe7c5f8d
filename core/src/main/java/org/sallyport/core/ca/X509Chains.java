package org.sallyport.core.ca;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.sallyport.core.keys.TlsKeys;

/**
 * The path check of our X.509 certificates. The hierarchy has two levels by construction (CA, end entity), so nothing
 * between them is accepted: what a chain carries beyond its leaf is ignored.
 */
final class X509Chains {
    static final String WHAT = "The X.509 certificate";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERT_SIGN = 5;

    private X509Chains() {}

    /**
     * The leaf, signed by one of the CAs, valid now and made for this purpose.
     *
     * @param chain leaf first
     * @param caPems CA certificates, PEM, one each
     */
    static X509Certificate verifiedLeaf(
            List<X509Certificate> chain, List<String> caPems, Instant now, X509Template.Purpose purpose) {
        if (chain.isEmpty()) {
            throw CertificateRefusal.untrusted(WHAT, "none was presented");
        }
        X509Certificate leaf = chain.getFirst();
        if (caPems.stream().map(TlsKeys::parseChain).map(List::getFirst).noneMatch(ca -> signed(leaf, ca, now))) {
            throw CertificateRefusal.foreign(WHAT, "no CA of this cluster that is needed here signed it");
        }
        if (leaf.getBasicConstraints() >= 0 || leaf.hasUnsupportedCriticalExtension()) {
            throw CertificateRefusal.wrongType(
                    "A CA certificate or one with unknown critical parts", "an end entity's");
        }
        requirePeriod(leaf, now);
        requirePurpose(leaf, purpose);
        return leaf;
    }

    private static boolean signed(X509Certificate leaf, X509Certificate ca, Instant now) {
        boolean[] usage = ca.getKeyUsage();
        if (ca.getBasicConstraints() < 0
                || usage == null
                || !usage[CERT_SIGN]
                || !ca.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())
                || now.isBefore(X509Times.notBefore(ca))
                || !now.isBefore(X509Times.notAfter(ca))) {
            return false;
        }
        try {
            leaf.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // another CA may have signed it
        }
    }

    private static void requirePeriod(X509Certificate leaf, Instant now) {
        Instant from = X509Times.notBefore(leaf);
        Instant until = X509Times.notAfter(leaf);
        if (!now.isBefore(until)) {
            throw CertificateRefusal.expired(WHAT, until, now);
        }
        if (now.isBefore(from)) {
            throw CertificateRefusal.notYetValid(WHAT, from, now);
        }
    }

    private static void requirePurpose(X509Certificate leaf, X509Template.Purpose purpose) {
        String needed =
                switch (purpose) {
                    case CLIENT -> CLIENT_AUTH;
                    case SERVER -> SERVER_AUTH;
                };
        boolean[] usage = leaf.getKeyUsage();
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes == null || !purposes.contains(needed) || usage == null || !usage[DIGITAL_SIGNATURE]) {
                throw CertificateRefusal.wrongType(
                        "A certificate of another key usage",
                        purpose == X509Template.Purpose.CLIENT ? "a client certificate" : "a server certificate");
            }
        } catch (CertificateParsingException e) {
            throw CertificateRefusal.malformed(WHAT, "its key usage cannot be read", e);
        }
    }
}
