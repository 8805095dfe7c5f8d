package org.sallyport.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;

/** The audit log at rest: append-only but for what retention removes. Joins the caller's transaction. */
public interface AuditRepository extends AuditSink {
    /** @param sequence store's number, grows in the order of insertion */
    record Stored(long sequence, AuditEvent event) {
        public Position position() {
            return new Position(event.time(), sequence);
        }
    }

    /** A place in the order of a search: by time, and within a millisecond by sequence. */
    record Position(Instant time, long sequence) {}

    /** @param next where the search goes on, empty when all was looked at; may be there though nothing was found */
    record Found(List<Stored> events, Optional<Position> next) {}

    /**
     * Newest first. Looks at a bounded number of events and then says where to go on, so that it always ends soon: a page
     * can have fewer events than asked for, even none, and not be the last.
     *
     * @param before exclusive; empty for the start
     */
    Found search(AuditQuery query, Optional<Position> before, int limit);

    /**
     * Oldest first, for followers and export. Never passes over an event whose transaction is still open and may put a
     * lower sequence in place: who reads on from the last sequence returned misses nothing. An event may therefore show
     * up here a moment after its commit.
     */
    List<Stored> after(long sequence, int limit);

    long lastSequence();

    /** How many events happened before this time. */
    long countBefore(Instant time);

    /** Removes events that happened before this time, oldest first. @return how many; fewer than {@code most}: all */
    int removeBefore(Instant time, int most);
}
