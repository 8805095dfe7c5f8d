package org.sallyport.core.audit;

import java.util.List;
import org.sallyport.api.audit.AuditEvent;

/** The audit log at rest: append-only. Joins the caller's transaction. */
public interface AuditRepository {
    /** @param sequence store's number, grows in the order of insertion */
    record Stored(long sequence, AuditEvent event) {}

    /** @return false when an event of this uid is there already (nothing is changed then) */
    boolean append(AuditEvent event);

    /** Newest first; {@code beforeSequence} exclusive, Long.MAX_VALUE for the start. */
    List<Stored> search(AuditQuery query, long beforeSequence, int limit);

    /**
     * Oldest first, for followers and export. Never passes over an event whose transaction is still open and may put a
     * lower sequence in place: who reads on from the last sequence returned misses nothing. An event may therefore show
     * up here a moment after its commit.
     */
    List<Stored> after(long sequence, int limit);

    long lastSequence();
}
