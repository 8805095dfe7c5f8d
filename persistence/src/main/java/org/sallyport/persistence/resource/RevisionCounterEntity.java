package org.sallyport.persistence.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One row; only ever read and changed by statements, so that its number is never a remembered one. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "revision_counter")
class RevisionCounterEntity {
    @Id
    private int id;

    @Column(name = "current_revision")
    private long currentRevision;

    protected RevisionCounterEntity() {}
}
