package org.sallyport.persistence.user;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.user.CredentialRepository.Credential;

/** A local user's password digest and second factor. */
@Entity
@Table(name = "credential")
class CredentialEntity {
    @Id
    @Column(name = "user_name")
    private String userName;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "sealed_totp_secret")
    private byte[] sealedTotpSecret;

    @Column(name = "last_totp_step")
    private long lastTotpStep;

    private int failures;

    @Column(name = "locked_until")
    private Instant lockedUntil;

    protected CredentialEntity() {}

    CredentialEntity(Credential credential) {
        this.userName = credential.user();
        this.passwordHash = credential.passwordHash();
        this.sealedTotpSecret = credential.sealedTotpSecret().clone();
        this.lastTotpStep = credential.lastTotpStep();
        this.failures = credential.failures();
        this.lockedUntil = credential.lockedUntil().orElse(null);
    }

    Credential toCredential() {
        return new Credential(
                userName,
                passwordHash,
                sealedTotpSecret.clone(),
                lastTotpStep,
                failures,
                Optional.ofNullable(lockedUntil));
    }
}
