package org.sallyport.ejb.transparency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.core.transparency.LogPages;
import org.sallyport.core.transparency.LogRepository;
import org.sallyport.ejb.transaction.Transactions;

/** Takes committed leaves into the tree, batch after batch, each in a transaction of its own. */
@ApplicationScoped
public class LogSequencer {
    private final LogRepository log;
    private final Transactions transactions;

    /** For the container's proxy. */
    protected LogSequencer() {
        this(null, null);
    }

    @Inject
    public LogSequencer(LogRepository log, Transactions transactions) {
        this.log = log;
        this.transactions = transactions;
    }

    /** Returns when everything that was committed before the call has its index. @return how many leaves that were */
    public long run() {
        long all = 0;
        int batch;
        do {
            batch = transactions.separate(() -> log.waiting() ? LogPages.sequence(log) : 0);
            all += batch;
        } while (batch == LogPages.BATCH);
        return all;
    }
}
