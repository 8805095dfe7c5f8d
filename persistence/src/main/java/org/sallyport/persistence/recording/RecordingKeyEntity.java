package org.sallyport.persistence.recording;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Base64;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.recording.RecordingKeyRepository.StoredKey;

/** A recording key, its private half sealed. */
@Entity
@Table(name = "recording_key")
class RecordingKeyEntity {
    @Id
    private String id;

    private int generation;

    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "sealed_private")
    private String sealedPrivate;

    @Column(name = "created_at")
    private Instant createdAt;

    protected RecordingKeyEntity() {}

    RecordingKeyEntity(StoredKey key) {
        this.id = key.key().id();
        this.generation = key.generation();
        this.publicKey = Base64.getEncoder().encodeToString(key.key().publicKey());
        this.sealedPrivate = Base64.getEncoder().encodeToString(key.sealedPrivate());
        this.createdAt = key.created();
    }

    StoredKey toKey() {
        return new StoredKey(
                new RecordingKey(id, Base64.getDecoder().decode(publicKey)),
                generation,
                Base64.getDecoder().decode(sealedPrivate),
                createdAt);
    }
}
