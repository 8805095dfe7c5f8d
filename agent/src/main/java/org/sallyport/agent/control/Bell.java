package org.sallyport.agent.control;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes one who waits for news; a ring that nobody waited for is heard by the next who does. */
final class Bell {
    private boolean rung;

    synchronized void ring() {
        rung = true;
        notifyAll();
    }

    /** Before looking at what there is: what comes after that look rings again. */
    synchronized void hush() {
        rung = false;
    }

    /** Returns when it has been rung since, or after this time. */
    synchronized void await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !rung && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
