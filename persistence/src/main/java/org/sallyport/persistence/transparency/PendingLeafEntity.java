package org.sallyport.persistence.transparency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.sallyport.core.transparency.LogLeaf;

/** A leaf that waits for its index; those of audit events are written by the statement that writes the event. */
@Entity
@SuppressWarnings("UnusedVariable") // read by statements
@Table(name = "log_pending")
class PendingLeafEntity {
    @Id
    @Column(name = "entry_id")
    private String entryId;

    private short kind;
    private long seq;

    @Column(name = "entry_micros")
    private long entryMicros;

    @Column(name = "row_hash")
    private String rowHash;

    protected PendingLeafEntity() {}

    PendingLeafEntity(LogLeaf leaf) {
        this.entryId = leaf.id();
        this.kind = (short) leaf.kind().number();
        this.seq = leaf.sequence();
        this.entryMicros = LogLeaf.micros(leaf.time());
        this.rowHash = leaf.rowHash();
    }
}
