package org.sallyport.connector.tunnel;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When something was last heard of a peer, by a clock that never goes back. */
final class Liveness {
    private final LongSupplier nanos;
    private final long limit;
    private volatile long last;

    Liveness(LongSupplier nanos, Duration limit) {
        this.nanos = nanos;
        this.limit = limit.toNanos();
        this.last = nanos.getAsLong();
    }

    void heard() {
        last = nanos.getAsLong();
    }

    boolean alive() {
        return silence() < limit;
    }

    long silence() {
        return nanos.getAsLong() - last;
    }
}
