package org.sallyport.core.fakes;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.contract.Transactions;

/**
 * The store of the fakes: transactions one after the other, rolled back whole when their work throws. Calls outside a
 * transaction are one of their own. Values put in must be immutable.
 */
public final class MemoryStore implements Transactions {
    /** Rows of one sort, sorted by key. */
    static final class Table<K extends Comparable<K>, V> {
        private TreeMap<K, V> rows = new TreeMap<>();

        TreeMap<K, V> rows() {
            return rows;
        }

        private Runnable restore() {
            TreeMap<K, V> before = new TreeMap<>(rows);
            return () -> rows = before;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Table<?, ?>> tables = new ArrayList<>();
    private boolean away;

    <K extends Comparable<K>, V> Table<K, V> table() {
        Table<K, V> table = new Table<>();
        tables.add(table);
        return table;
    }

    /** From now on every call fails as it does when the database is gone, or no longer does. */
    public void away(boolean gone) {
        away = gone;
    }

    @Override
    public <T> T call(Supplier<T> work) {
        lock.lock();
        try {
            if (away) {
                throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "Store: the database does not answer");
            }
            if (lock.getHoldCount() > 1) {
                return work.get();
            }
            return outermost(work);
        } finally {
            lock.unlock();
        }
    }

    private <T> T outermost(Supplier<T> work) {
        List<Runnable> undo = tables.stream().map(Table::restore).toList();
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    static SallyportException refusal(ErrorCode code, String what) {
        return new SallyportException(code, "Store: " + what);
    }
}
