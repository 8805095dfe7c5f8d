package org.sallyport.core.ca;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;

/** Instants as X.509 writes them: UTCTime through 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
public final class X509Times {
    private static final int FIRST_GENERALIZED_YEAR = 2050;
    private static final DateTimeFormatter UTC = format("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED = format("yyyyMMddHHmmss'Z'");
    private static final DateTimeFormatter READ = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'GMT'xxx", Locale.ROOT);

    private X509Times() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static Time of(Instant when) {
        return when.atOffset(ZoneOffset.UTC).getYear() < FIRST_GENERALIZED_YEAR
                ? new Time(new DERUTCTime(UTC.format(when)))
                : new Time(new DERGeneralizedTime(GENERALIZED.format(when)));
    }

    static Instant notBefore(X509Certificate certificate) {
        return read(holder(certificate).toASN1Structure().getStartDate());
    }

    /** End of validity, without the JDK's {@code Date}. */
    public static Instant notAfter(X509Certificate certificate) {
        return read(holder(certificate).toASN1Structure().getEndDate());
    }

    private static Instant read(Time time) {
        return READ.parse(time.getTime(), Instant::from);
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (IOException | CertificateEncodingException e) {
            throw CertificateRefusal.malformed("The X.509 certificate", "it cannot be decoded", e);
        }
    }
}
