package org.sallyport.persistence.transparency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.sallyport.core.transparency.LogRepository.Key;

/** A key that signs or signed heads, its private half sealed. */
@Entity
@Table(name = "log_key")
class LogKeyEntity {
    @Id
    @Column(name = "key_id")
    private String keyId;

    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "sealed_key")
    private byte[] sealedKey;

    @Column(name = "created_at")
    private Instant createdAt;

    protected LogKeyEntity() {}

    LogKeyEntity(Key key) {
        this.keyId = key.keyId();
        this.publicKey = key.publicPem();
        this.sealedKey = key.sealed().clone();
        this.createdAt = key.created();
    }

    Key toKey() {
        return new Key(keyId, publicKey, sealedKey.clone(), createdAt);
    }
}
