package org.sallyport.connector.transport;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How many logins a second this server completes when it has enough of them: a cold one far fewer than a warm one. A quiet
 * second says nothing of how many there could have been.
 */
final class LoginRate {
    /** Before anything was measured. */
    static final double FIRST = 50;

    private static final double LEAST = 1;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier busy;
    private final LongSupplier nanos;
    private double perSecond = FIRST;
    private int done;
    private long since;

    /**
     * @param busy whether logins wait for this server
     * @param nanos a monotonic clock
     */
    LoginRate(BooleanSupplier busy, LongSupplier nanos) {
        this.busy = requireNonNull(busy, "busy");
        this.nanos = requireNonNull(nanos, "nanos");
        this.since = nanos.getAsLong();
    }

    synchronized void completed() {
        done++;
    }

    synchronized double perSecond() {
        long now = nanos.getAsLong();
        if (now - since >= SECOND) {
            double measured = done * SECOND / (now - since);
            perSecond =
                    busy.getAsBoolean() ? Math.max((perSecond + measured) / 2, LEAST) : Math.max(perSecond, measured);
            since = now;
            done = 0;
        }
        return perSecond;
    }

    /** Seconds until so many logins are done; none when this server is idle, for then they wait for their peers. */
    double secondsFor(int logins) {
        // measured also when idle, so that the first busy second is not judged by the quiet time before it
        double rate = perSecond();
        return busy.getAsBoolean() ? logins / rate : 0;
    }
}
