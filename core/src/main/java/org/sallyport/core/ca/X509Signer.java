package org.sallyport.core.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.EcdsaCertificates;
import org.sallyport.core.keys.Signer;

/** Writes X.509 certificates (RFC 5280), ECDSA with SHA-256. */
final class X509Signer {
    private static final int FIRST_GENERALIZED_YEAR = 2050;
    private static final DateTimeFormatter UTC = format("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED = format("yyyyMMddHHmmss'Z'");

    private X509Signer() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** UTCTime through 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
    private static Time time(Instant when) {
        return when.atOffset(ZoneOffset.UTC).getYear() < FIRST_GENERALIZED_YEAR
                ? new Time(new DERUTCTime(UTC.format(when)))
                : new Time(new DERGeneralizedTime(GENERALIZED.format(when)));
    }

    /** A self-signed CA certificate that signs end entities only (path length 0). */
    static X509Certificate selfSigned(Signer key, String name, long serial, Instant notBefore, Instant notAfter) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Sallyport")
                .addRDN(BCStyle.CN, name)
                .build();
        SubjectPublicKeyInfo info = info(key.publicKey());
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(subject, number(serial), time(notBefore), time(notAfter), subject, info);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(info));
            return EcdsaCertificates.signed(builder, key);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static X509Certificate sign(X509Template template, Signer caKey, X509Certificate ca) {
        SubjectPublicKeyInfo info = info(template.key());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
                number(template.serial()),
                time(template.notBefore()),
                time(template.notAfter()),
                subject(template),
                info);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, usage(template.purpose()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(info));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers().createAuthorityKeyIdentifier(info(ca.getPublicKey())));
            addNames(builder, template);
            if (template.claims().isPresent()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier(CertificateNames.X509_EXTENSION_OID),
                        false,
                        new DERUTF8String(template.claims().get().encoded()));
            }
            return EcdsaCertificates.signed(builder, caKey);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void addNames(X509v3CertificateBuilder builder, X509Template template) throws IOException {
        if (!template.dnsNames().isEmpty()) {
            GeneralName[] names = template.dnsNames().stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    private static X500Name subject(X509Template template) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        template.organizations().forEach(role -> name.addRDN(BCStyle.O, role));
        return name.addRDN(BCStyle.CN, template.commonName()).build();
    }

    private static ExtendedKeyUsage usage(X509Template.Purpose purpose) {
        return new ExtendedKeyUsage(
                switch (purpose) {
                    case CLIENT -> KeyPurposeId.id_kp_clientAuth;
                    case SERVER -> KeyPurposeId.id_kp_serverAuth;
                });
    }

    private static BigInteger number(long serial) {
        return new BigInteger(Long.toUnsignedString(serial));
    }

    private static SubjectPublicKeyInfo info(PublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded());
    }

    private static X509ExtensionUtils identifiers() {
        return new BcX509ExtensionUtils();
    }

    private static SallyportException failed(Exception cause) {
        return new SallyportException(
                ErrorCode.INTERNAL,
                "The Auth Service could not sign an X.509 certificate. Look for the cause in the log",
                String.valueOf(cause.getMessage()),
                cause);
    }
}
