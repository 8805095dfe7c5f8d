package org.sallyport.core.contract;

import java.util.function.Supplier;

/** How a contract suite starts transactions on the store it tries; each is on the calling thread. */
public interface Transactions {
    /** Commits what {@code work} did; what it throws rolls back and comes out unchanged. */
    <T> T call(Supplier<T> work);

    default void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }
}
