package org.sallyport.tests.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. */
public final class Await {
    private Await() {}

    /** Fails with {@code what} and {@code evidence} when the condition does not come true within the limit. */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> evidence) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit + ": " + what + "\n" + evidence.get());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
