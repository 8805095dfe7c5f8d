package org.sallyport.persistence.user;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.sallyport.core.user.CredentialRepository.Credential;

/** A local user's password digest; its row is the lock of the user's second factors. */
@Entity
@Table(name = "credential")
class CredentialEntity {
    @Id
    @Column(name = "user_name")
    private String userName;

    @Column(name = "password_hash")
    private String passwordHash;

    protected CredentialEntity() {}

    CredentialEntity(Credential credential) {
        this.userName = credential.user();
        this.passwordHash = credential.passwordHash();
    }

    Credential toCredential() {
        return new Credential(userName, passwordHash);
    }
}
