package org.sallyport.persistence.transparency;

import jakarta.persistence.EntityManager;
import org.sallyport.core.transparency.LogLeaf;

/** Where writers leave the leaf of a row, in the row's transaction. */
public final class PendingLeaves {
    /** For a statement that takes the event's number from the row it inserts; parameters as below. */
    public static final String INSERT_INTO = "insert into log_pending (entry_id, kind, seq, entry_micros, row_hash)";

    /** After a number named {@code seq}; the constant is {@code LogKind.EVENT}. */
    public static final String EVENT_VALUES =
            "select cast(:entryId as varchar), 1, seq, cast(:micros as bigint)," + " cast(:rowHash as varchar)";

    private PendingLeaves() {}

    /** Left to the flush, so that it goes in a batch. */
    public static void add(EntityManager entities, LogLeaf leaf) {
        entities.persist(new PendingLeafEntity(leaf));
    }
}
