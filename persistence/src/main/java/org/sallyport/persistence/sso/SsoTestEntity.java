package org.sallyport.persistence.sso;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.sso.SsoTestRepository.PendingTest;

/** A test of a connector. */
@Entity
@Table(name = "sso_test")
class SsoTestEntity {
    @Id
    @Column(name = "id_hash")
    private String idHash;

    private String connector;

    @Column(name = "started_by")
    private String startedBy;

    @Column(name = "expires_at")
    private Instant expiresAt;

    private String outcome;

    protected SsoTestEntity() {}

    SsoTestEntity(PendingTest test) {
        this.idHash = test.idHash();
        this.connector = test.connector();
        this.startedBy = test.startedBy();
        this.expiresAt = test.expires();
        this.outcome = test.outcome().orElse(null);
    }

    PendingTest toTest() {
        return new PendingTest(idHash, connector, startedBy, expiresAt, Optional.ofNullable(outcome));
    }
}
