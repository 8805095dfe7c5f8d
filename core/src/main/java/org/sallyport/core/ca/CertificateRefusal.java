package org.sallyport.core.ca;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Refusals of certificates, worded alike: what was refused, why, and what to do. */
final class CertificateRefusal {
    private static final String LOGIN = "Run 'sallyport login' for a fresh certificate";

    private CertificateRefusal() {}

    /** @param now by the clock of who refuses, which may be the one that is wrong */
    static SallyportException expired(String what, Instant when, Instant now) {
        return refuse(
                ErrorCode.CERTIFICATE_EXPIRED,
                what + " expired at " + when + ", and here it is " + now.truncatedTo(ChronoUnit.SECONDS) + ". " + LOGIN
                        + ", or set this machine's clock right");
    }

    static SallyportException notYetValid(String what, Instant when, Instant now) {
        return refuse(
                ErrorCode.CERTIFICATE_NOT_YET_VALID,
                what + " is valid only from " + when + ", and here it is " + now.truncatedTo(ChronoUnit.SECONDS)
                        + ". Check the clocks of both machines");
    }

    static SallyportException untrusted(String what, String why) {
        return refuse(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                what + " is not trusted: " + why + ". Get it from this cluster and check that no CA was rotated away");
    }

    /** Its CA is none that is trusted here: of another cluster, or given up in a rotation that the holder missed. */
    static SallyportException foreign(String what, String why) {
        return refuse(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                what + " is not trusted: " + why
                        + ". The cluster's CA keys may have been rotated since: people run 'sallyport login', agents join anew"
                        + " with a token");
    }

    static SallyportException wrongType(String presented, String needed) {
        return refuse(ErrorCode.CERTIFICATE_WRONG_TYPE, presented + " was presented, " + needed + " is needed");
    }

    static SallyportException malformed(String what, String why) {
        return refuse(ErrorCode.CERTIFICATE_MALFORMED, what + " is malformed: " + why);
    }

    static SallyportException malformed(String what, String why, Throwable cause) {
        return new SallyportException(
                ErrorCode.CERTIFICATE_MALFORMED,
                what + " is malformed: " + why,
                String.valueOf(cause.getMessage()),
                cause);
    }

    static SallyportException revoked(String what, long serial) {
        return refuse(
                ErrorCode.CERTIFICATE_REVOKED,
                what + " with serial " + Long.toUnsignedString(serial) + " was revoked. " + LOGIN);
    }

    static SallyportException refuse(ErrorCode code, String message) {
        return new SallyportException(code, message);
    }
}
