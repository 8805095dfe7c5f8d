package org.sallyport.persistence.cluster;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row, written once. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "cluster_identity")
class ClusterIdentityEntity {
    @Id
    private int id;

    @Column(name = "cluster_id")
    private String clusterId;

    @Column(name = "created_at")
    private Instant createdAt;

    protected ClusterIdentityEntity() {}

    ClusterIdentityEntity(String clusterId, Instant createdAt) {
        this.id = 1;
        this.clusterId = clusterId;
        this.createdAt = createdAt;
    }
}
