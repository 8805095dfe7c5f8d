package org.sallyport.persistence.transparency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.sallyport.core.transparency.Subtree;
import org.sallyport.core.transparency.TreeHash;

/** A full subtree, written once. */
@Entity
@IdClass(LogNodeKey.class)
@Table(name = "log_node")
class LogNodeEntity {
    @Id
    @Column(name = "node_level")
    private short nodeLevel;

    @Id
    @Column(name = "node_index")
    private long nodeIndex;

    private String hash;

    protected LogNodeEntity() {}

    LogNodeEntity(Subtree subtree) {
        this.nodeLevel = (short) subtree.level();
        this.nodeIndex = subtree.index();
        this.hash = subtree.hash().hex();
    }

    Subtree toSubtree() {
        return new Subtree(nodeLevel, nodeIndex, TreeHash.ofHex(hash));
    }
}
