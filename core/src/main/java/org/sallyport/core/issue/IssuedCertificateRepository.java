package org.sallyport.core.issue;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Every certificate ever signed. Joins the caller's transaction. */
public interface IssuedCertificateRepository {
    /**
     * @param serial unsigned 64-bit, unique over SSH and X.509
     * @param kind {@code ssh-user}, {@code ssh-host}, {@code ssh-agent}, {@code x509-user}, {@code x509-agent},
     *     {@code x509-server}
     * @param subject user name or {@code agent:<host id>}
     * @param encoded the certificate (OpenSSH line or PEM)
     */
    record IssuedCertificate(
            long serial,
            String kind,
            String subject,
            List<String> principals,
            Instant notBefore,
            Instant notAfter,
            String encoded) {}

    void insert(IssuedCertificate certificate);

    /**
     * The caller records {@code cert.revoked} in the same transaction, with this serial, time and reason: a revocation
     * that no event tells of is one that somebody put there (docs/protocol/transparency.md).
     *
     * @return false when there is no such serial
     */
    boolean revoke(long serial, Instant when, String reason);

    /** Serials revoked and not yet expired. */
    Set<Long> revokedSerials(Instant now);
}
