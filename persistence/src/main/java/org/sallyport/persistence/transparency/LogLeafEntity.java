package org.sallyport.persistence.transparency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.sallyport.core.transparency.LogKind;
import org.sallyport.core.transparency.LogLeaf;

/** Written once. */
@Entity
@Table(name = "log_leaf")
class LogLeafEntity {
    @Id
    @Column(name = "leaf_index")
    private long leafIndex;

    @Column(name = "entry_id")
    private String entryId;

    private short kind;
    private long seq;

    @Column(name = "entry_micros")
    private long entryMicros;

    @Column(name = "row_hash")
    private String rowHash;

    protected LogLeafEntity() {}

    LogLeafEntity(long index, LogLeaf leaf) {
        this.leafIndex = index;
        this.entryId = leaf.id();
        this.kind = (short) leaf.kind().number();
        this.seq = leaf.sequence();
        this.entryMicros = LogLeaf.micros(leaf.time());
        this.rowHash = leaf.rowHash();
    }

    long index() {
        return leafIndex;
    }

    LogLeaf toLeaf() {
        return new LogLeaf(LogKind.ofNumber(kind), entryId, seq, LogLeaf.ofMicros(entryMicros), rowHash);
    }
}
