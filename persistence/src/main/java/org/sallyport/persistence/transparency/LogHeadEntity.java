package org.sallyport.persistence.transparency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row; only ever read and changed by statements, so that its tree is never a remembered one. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "log_head")
class LogHeadEntity {
    @Id
    private short id;

    @Column(name = "tree_size")
    private long treeSize;

    private String frontier;

    @Column(name = "signed_size")
    private Long signedSize;

    @Column(name = "signed_root")
    private String signedRoot;

    @Column(name = "signed_at")
    private Instant signedAt;

    @Column(name = "signed_by")
    private String signedBy;

    private byte[] signature;

    protected LogHeadEntity() {}
}
