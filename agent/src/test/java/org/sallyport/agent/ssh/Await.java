package org.sallyport.agent.ssh;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens elsewhere, e.g. in another process. */
final class Await {
    private Await() {}

    static void until(Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + most);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
