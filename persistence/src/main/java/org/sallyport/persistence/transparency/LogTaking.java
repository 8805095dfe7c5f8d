package org.sallyport.persistence.transparency;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.sallyport.persistence.store.Vendor;

/**
 * Removes rows and returns them, in one statement: what is returned is what is gone, whatever others commit meanwhile.
 */
final class LogTaking {
    private final Vendor vendor;

    LogTaking(Vendor vendor) {
        this.vendor = vendor;
    }

    /** Rows as entry_id, kind, seq, entry_micros, row_hash. */
    List<Object[]> pending(EntityManager entities, int most) {
        return take(entities, "log_pending", "entry_id", "entry_id, kind, seq, entry_micros, row_hash", most);
    }

    /** Rows as kind, row_key. */
    List<Object[]> backfill(EntityManager entities, int most) {
        return take(entities, "log_backfill", "kind, row_key", "kind, row_key", most);
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> take(EntityManager entities, String table, String key, String columns, int most) {
        String statement =
                switch (vendor) {
                    case H2 ->
                        "select " + columns + " from old table (delete from " + table + " fetch first " + most
                                + " rows only)";
                    case POSTGRESQL ->
                        "with taken as (delete from " + table + " where (" + key + ") in (select " + key + " from "
                                + table + " order by " + key + " limit " + most + ") returning " + columns
                                + ") select " + columns + " from taken";
                };
        return entities.createNativeQuery(statement).getResultList();
    }
}
