package org.sallyport.persistence.audit;

import jakarta.persistence.EntityManager;
import java.util.OptionalLong;
import org.sallyport.persistence.transparency.PendingLeaves;

/**
 * A writer holds a shared advisory lock, until its transaction ends, whose key is the sequence's value from before its
 * first number. Reading the sequence first and the held keys second gives a bound below which nothing is open.
 */
final class PostgresAuditSequencing implements AuditSequencing {
    /** Upper 16 bits of our lock keys; the lower 48 are the sequence's value. */
    private static final long KEY_SPACE = 0x5A11L << 48;

    /** The sequence's last value handed out, 0 before the first. */
    private static final String HANDED_OUT = "last_value - case when is_called then 0 else 1 end";

    // The setting, local to the transaction, keeps all events of one transaction on one lock. The materialised query is
    // read before the row is built, so the lock is held before the number is taken.
    private static final String INSERT = "with held as materialized (select pg_advisory_xact_lock_shared(" + KEY_SPACE
            + " + cast(set_config('sallyport.audit_floor', coalesce(nullif(current_setting('sallyport.audit_floor',"
            + " true), ''), cast(" + HANDED_OUT + " as text)), true) as bigint)) as floor from audit_event_seq),"
            + " added as (insert into audit_event " + COLUMNS
            + " select nextval('audit_event_seq'), " + VALUES
            + " from held where not exists (select 1 from audit_event where uid = cast(:uid as uuid))"
            + " on conflict (uid) do nothing returning seq) "
            + PendingLeaves.INSERT_INTO + " " + PendingLeaves.EVENT_VALUES + " from added";

    // Keys of the one-argument form stand in classid (upper half) and objid (lower half) with objsubid 1.
    private static final String OPEN_FLOOR = "select min(((cast(classid as bigint) & 65535) << 32)"
            + " | cast(objid as bigint)) from pg_locks where locktype = 'advisory' and objsubid = 1"
            + " and (cast(classid as bigint) >> 16) = " + (KEY_SPACE >>> 48)
            + " and database = (select oid from pg_database where datname = current_database())";

    @Override
    public String insertStatement() {
        return INSERT;
    }

    @Override
    public OptionalLong settled(EntityManager entities) {
        long handedOut = ((Number) entities.createNativeQuery("select " + HANDED_OUT + " from audit_event_seq")
                        .getSingleResult())
                .longValue();
        Number openFloor = (Number) entities.createNativeQuery(OPEN_FLOOR).getSingleResult();
        return OptionalLong.of(openFloor == null ? handedOut : Math.min(handedOut, openFloor.longValue()));
    }
}
