package org.sallyport.persistence.audit;

import jakarta.persistence.EntityManager;
import java.util.OptionalLong;
import org.sallyport.persistence.transparency.PendingLeaves;

/**
 * H2 lives in this process and can tell of every session whether it is at work; with none at work all numbers handed
 * out before are settled. SESSIONS shows other sessions to the database's owner only, who the server connects as.
 */
final class H2AuditSequencing implements AuditSequencing {
    private static final String INSERT = PendingLeaves.INSERT_INTO + " " + PendingLeaves.EVENT_VALUES
            + " from final table (insert into audit_event " + COLUMNS + " select next value for audit_event_seq, "
            + VALUES + " where not exists (select 1 from audit_event where uid = cast(:uid as uuid)))";

    private static final String HANDED_OUT =
            "select base_value - 1 from information_schema.sequences where sequence_name = 'AUDIT_EVENT_SEQ'";

    // A session that has taken a number and not yet put its row is still executing.
    private static final String AT_WORK = "select count(*) from information_schema.sessions"
            + " where session_id <> session_id() and (contains_uncommitted or executing_statement is not null)";

    @Override
    public String insertStatement() {
        return INSERT;
    }

    @Override
    public OptionalLong settled(EntityManager entities) {
        long handedOut = number(entities, HANDED_OUT);
        return number(entities, AT_WORK) == 0 ? OptionalLong.of(handedOut) : OptionalLong.empty();
    }

    private static long number(EntityManager entities, String statement) {
        return ((Number) entities.createNativeQuery(statement).getSingleResult()).longValue();
    }
}
