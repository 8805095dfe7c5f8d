package org.sallyport.ejb.transaction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.Interceptors;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;

/**
 * Where a transaction begins and ends. Services themselves run without one, so that what must happen after the commit
 * (publishing a change, answering) stands visibly after the call. A commit that fails is a
 * {@link org.sallyport.api.error.SallyportException} as any other failure of the store.
 */
@ApplicationScoped
@Interceptors(CommitFailures.class)
public class Transactions {
    /** In the caller's transaction or a new one. Any runtime exception rolls back. */
    @Transactional(TxType.REQUIRED)
    public <T> T required(Supplier<T> work) {
        return work.get();
    }

    /** In a transaction of its own, whatever becomes of the caller's. */
    @Transactional(TxType.REQUIRES_NEW)
    public <T> T separate(Supplier<T> work) {
        return work.get();
    }
}
