package org.sallyport.core.ca;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A certificate's validity as instants, read from its DER (X.690): the JDK only gives its {@code Date}, and programs that
 * start for one connection must not load BouncyCastle, whose jar's signature takes longer to check than all else.
 */
public final class X509Times {
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Element(int tag, ByteBuffer content) {}

    private X509Times() {}

    static Instant notBefore(X509Certificate certificate) {
        return time(next(validity(certificate)));
    }

    /** End of validity. */
    public static Instant notAfter(X509Certificate certificate) {
        ByteBuffer validity = validity(certificate);
        next(validity);
        return time(next(validity));
    }

    /** Content of the field (RFC 5280 section 4.1): after version, serial number, algorithm and issuer. */
    private static ByteBuffer validity(X509Certificate certificate) {
        try {
            ByteBuffer fields =
                    next(ByteBuffer.wrap(certificate.getTBSCertificate())).content();
            if (next(fields).tag() == VERSION) {
                next(fields);
            }
            next(fields);
            next(fields);
            return next(fields).content();
        } catch (CertificateEncodingException e) {
            throw malformed(e);
        }
    }

    private static Element next(ByteBuffer der) {
        try {
            int tag = der.get() & 0xff;
            int length = der.get() & 0xff;
            if (length > 0x7f) {
                int octets = length & 0x7f;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = Math.addExact(Math.multiplyExact(length, 256), der.get() & 0xff);
                }
            }
            ByteBuffer content = der.slice(der.position(), length);
            der.position(der.position() + length);
            return new Element(tag, content);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
            throw malformed(e);
        }
    }

    /** UTCTime through 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
    private static Instant time(Element element) {
        String text = StandardCharsets.US_ASCII.decode(element.content()).toString();
        try {
            return switch (element.tag()) {
                case UTC_TIME -> {
                    boolean last = Integer.parseInt(text.substring(0, 2)) >= FIRST_YEAR_OF_LAST_CENTURY;
                    yield TIME.parse((last ? "19" : "20") + text, Instant::from);
                }
                case GENERALIZED_TIME -> TIME.parse(text, Instant::from);
                default -> throw new DateTimeException("tag " + element.tag());
            };
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw malformed(e);
        }
    }

    private static RuntimeException malformed(Exception cause) {
        return CertificateRefusal.malformed(X509Chains.WHAT, "its validity cannot be read", cause);
    }
}
