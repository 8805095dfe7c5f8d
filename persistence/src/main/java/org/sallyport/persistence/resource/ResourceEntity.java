package org.sallyport.persistence.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A resource as of its last change. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "resource")
@IdClass(ResourceKey.class)
class ResourceEntity {
    @Id
    private String kind;

    @Id
    private String name;

    private long revision;

    @Column(name = "expires_at")
    private Instant expiresAt;

    private String document;

    protected ResourceEntity() {}

    ResourceEntity(String kind, String name, long revision, Instant expiresAt, String document) {
        this.kind = kind;
        this.name = name;
        this.revision = revision;
        this.expiresAt = expiresAt;
        this.document = document;
    }
}
