package org.sallyport.cli.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Between two questions to the server. */
public final class Pause {
    private Pause() {}

    /** All of it, also when the thread is woken early. */
    public static void of(Duration length, Clock clock) {
        Instant end = clock.instant().plus(length);
        for (Instant now = clock.instant(); now.isBefore(end); now = clock.instant()) {
            LockSupport.parkNanos(Duration.between(now, end).toNanos());
        }
    }
}
