package org.sallyport.persistence.mfa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Digest of a recovery code that was not used yet. */
@Entity
@Table(name = "recovery_code")
@IdClass(RecoveryCodeEntity.Key.class)
class RecoveryCodeEntity {
    @Id
    @Column(name = "user_name")
    private String userName;

    @Id
    @Column(name = "code_hash")
    private String codeHash;

    protected RecoveryCodeEntity() {}

    RecoveryCodeEntity(String user, String hash) {
        this.userName = user;
        this.codeHash = hash;
    }

    /** The row's key. */
    record Key(String userName, String codeHash) implements Serializable {}
}
