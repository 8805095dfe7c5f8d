package org.sallyport.persistence.transparency;

import java.io.Serializable;
import java.util.Objects;

/** Key of {@link LogNodeEntity}. */
class LogNodeKey implements Serializable {
    private static final long serialVersionUID = 1L;

    private short nodeLevel;
    private long nodeIndex;

    LogNodeKey() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof LogNodeKey key && nodeLevel == key.nodeLevel && nodeIndex == key.nodeIndex;
    }

    @Override
    public int hashCode() {
        return Objects.hash(nodeLevel, nodeIndex);
    }
}
