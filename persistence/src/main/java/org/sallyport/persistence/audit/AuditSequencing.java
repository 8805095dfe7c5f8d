package org.sallyport.persistence.audit;

import jakarta.persistence.EntityManager;
import java.util.OptionalLong;
import org.sallyport.persistence.store.Vendor;

/**
 * How a database numbers audit events, and how a follower knows that no smaller number is still to come: numbers are
 * handed out when a row is inserted, but rows appear when their transaction commits, in any order. Writers must not
 * wait for one another, so it is the reader that finds out what is settled (docs/adr/0013).
 */
sealed interface AuditSequencing permits H2AuditSequencing, PostgresAuditSequencing {
    String COLUMNS = "(seq, uid, event, code, event_time, outcome, user_name, resource_kind, resource_name, address,"
            + " session_id, message, fields)";

    /** Typed, because in a select list PostgreSQL takes a parameter without a type for text. */
    String VALUES = "cast(:uid as uuid), cast(:event as varchar), cast(:code as varchar),"
            + " cast(:time as timestamp with time zone), cast(:outcome as varchar), cast(:user as varchar),"
            + " cast(:resourceKind as varchar), cast(:resource as varchar), cast(:address as varchar),"
            + " cast(:session as varchar), cast(:message as varchar), cast(:fields as varchar)";

    static AuditSequencing of(Vendor vendor) {
        return switch (vendor) {
            case H2 -> new H2AuditSequencing();
            case POSTGRESQL -> new PostgresAuditSequencing();
        };
    }

    /**
     * Inserts one event and its leaf in the transparency log, or nothing when its uid is there; never fails for that,
     * which would end the transaction.
     */
    String insertStatement();

    /**
     * Every number up to this one is taken by a visible row or never will be. Must be asked before the rows are read,
     * in READ COMMITTED. Empty when the database cannot tell at this moment; then rows count as settled up to the
     * first missing number.
     */
    OptionalLong settled(EntityManager entities);
}
