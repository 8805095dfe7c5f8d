package org.sallyport.persistence.cluster;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A CA's key set, its private half sealed. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "certificate_authority")
class CaEntity {
    @Id
    @Column(name = "ca_type")
    private String caType;

    @Column(name = "public_document")
    private String publicDocument;

    @Column(name = "sealed_keys")
    private byte[] sealedKeys;

    private long revision;

    protected CaEntity() {}

    CaEntity(String caType, String publicDocument, byte[] sealedKeys, long revision) {
        this.caType = caType;
        this.publicDocument = publicDocument;
        this.sealedKeys = sealedKeys.clone();
        this.revision = revision;
    }
}
