package org.sallyport.persistence.issue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Inserted once; only its revocation is ever changed, by a statement. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "issued_certificate")
class IssuedCertificateEntity {
    @Id
    private long serial;

    private String kind;
    private String subject;
    private String principals;

    @Column(name = "not_before")
    private Instant notBefore;

    @Column(name = "not_after")
    private Instant notAfter;

    private String encoded;

    @Column(name = "revoked_at")
    private Instant revokedAt;

    @Column(name = "revocation_reason")
    private String revocationReason;

    protected IssuedCertificateEntity() {}

    IssuedCertificateEntity(
            long serial,
            String kind,
            String subject,
            String principals,
            Instant notBefore,
            Instant notAfter,
            String encoded) {
        this.serial = serial;
        this.kind = kind;
        this.subject = subject;
        this.principals = principals;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.encoded = encoded;
    }
}
