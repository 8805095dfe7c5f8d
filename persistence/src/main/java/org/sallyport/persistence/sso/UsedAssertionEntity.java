package org.sallyport.persistence.sso;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A SAML assertion that was used. */
@Entity
@Table(name = "sso_assertion")
class UsedAssertionEntity {
    @Id
    @Column(name = "id_hash")
    private String idHash;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected UsedAssertionEntity() {}

    UsedAssertionEntity(String idHash, Instant expiresAt) {
        this.idHash = idHash;
        this.expiresAt = expiresAt;
    }
}
