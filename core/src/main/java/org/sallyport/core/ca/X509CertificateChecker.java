package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.Trust;

/** Checks X.509 certificates of this cluster completely, without relying on what TLS checked at the handshake. */
public final class X509CertificateChecker {
    private static final int SAN_DNS = 2;

    private final Clock clock;

    public X509CertificateChecker(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The agent behind a client certificate of the host CA.
     *
     * @param chain leaf first, as presented
     * @throws SallyportException CERTIFICATE_*, PRINCIPAL_NOT_ALLOWED
     */
    public AgentIdentity checkAgent(List<X509Certificate> chain, Trust trust) {
        X509Certificate leaf = X509Chains.verifiedLeaf(
                chain, trust.x509Certificates(CaType.HOST), clock.instant(), X509Template.Purpose.CLIENT);
        long serial = serial(leaf, trust);
        X509Claims claims = claims(leaf);
        if (!X509Claims.AGENT.equals(claims.kind())) {
            throw CertificateRefusal.wrongType("A certificate of kind " + claims.kind(), "an agent's certificate");
        }
        if (!trust.clusterId().equals(claims.cluster())) {
            throw CertificateRefusal.untrusted(X509Chains.WHAT, "it is of another cluster");
        }
        return new AgentIdentity(
                Principals.hostId(commonName(leaf)),
                claims.node(),
                Set.copyOf(claims.services()),
                serial,
                X509Times.notAfter(leaf));
    }

    /**
     * The server's certificate on the component API.
     *
     * @param dnsName must be one of its subject alternative names
     */
    public void checkServer(List<X509Certificate> chain, String dnsName, Trust trust) {
        X509Certificate leaf = X509Chains.verifiedLeaf(
                chain, trust.x509Certificates(CaType.HOST), clock.instant(), X509Template.Purpose.SERVER);
        serial(leaf, trust);
        if (!trust.clusterId().equals(commonName(leaf))) {
            throw CertificateRefusal.untrusted(X509Chains.WHAT, "it is of another cluster");
        }
        requireName(leaf, dnsName);
    }

    static void requireName(X509Certificate leaf, String dnsName) {
        String expected = dnsName.toLowerCase(Locale.ROOT);
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            if (names != null
                    && names.stream()
                            .anyMatch(name -> name.getFirst().equals(SAN_DNS)
                                    && expected.equals(name.get(1).toString().toLowerCase(Locale.ROOT)))) {
                return;
            }
        } catch (CertificateParsingException e) {
            throw CertificateRefusal.malformed(X509Chains.WHAT, "its names cannot be read", e);
        }
        throw CertificateRefusal.refuse(
                ErrorCode.PRINCIPAL_NOT_ALLOWED, "The server's certificate is not for " + dnsName);
    }

    private static long serial(X509Certificate leaf, Trust trust) {
        BigInteger number = leaf.getSerialNumber();
        if (number.signum() <= 0 || number.bitLength() > Long.SIZE) {
            throw CertificateRefusal.malformed(X509Chains.WHAT, "its serial is none of ours");
        }
        long serial = number.longValue();
        if (trust.revokedSerials().contains(serial)) {
            throw CertificateRefusal.revoked(X509Chains.WHAT, serial);
        }
        return serial;
    }

    private static String commonName(X509Certificate leaf) {
        RDN[] names = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        if (names.length != 1 || names[0].isMultiValued()) {
            throw CertificateRefusal.malformed(X509Chains.WHAT, "it must have one common name");
        }
        return IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    private static X509Claims claims(X509Certificate leaf) {
        byte[] value = leaf.getExtensionValue(CertificateNames.X509_EXTENSION_OID);
        if (value == null) {
            throw CertificateRefusal.wrongType("A certificate without Sallyport's extension", "an agent's certificate");
        }
        try {
            byte[] inner = ASN1OctetString.getInstance(value).getOctets();
            return X509Claims.decoded(ASN1UTF8String.getInstance(ASN1Primitive.fromByteArray(inner))
                    .getString());
        } catch (IOException | IllegalArgumentException e) {
            throw CertificateRefusal.malformed(X509Chains.WHAT, "its Sallyport extension cannot be read", e);
        }
    }
}
