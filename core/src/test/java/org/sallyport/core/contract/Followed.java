package org.sallyport.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Follows a log by position, as a watcher does, while others write to it. */
final class Followed {
    /** Positions after this one, in order. */
    interface Log {
        List<Long> after(long position, int limit);
    }

    private Followed() {}

    /** @return every position seen, once {@code count} were seen or a minute has passed */
    static List<Long> until(int count, long start, Log log) {
        List<Long> seen = new ArrayList<>();
        long position = start;
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (seen.size() < count && System.nanoTime() < deadline) {
            List<Long> next = log.after(position, 7);
            if (next.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            } else {
                seen.addAll(next);
                position = next.getLast();
            }
        }
        return seen;
    }
}
