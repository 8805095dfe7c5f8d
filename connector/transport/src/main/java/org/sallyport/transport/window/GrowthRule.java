package org.sallyport.transport.window;

/**
 * When a stream's window is too small for its path, without knowing the path: whoever receives asks the sender for a
 * sign of life and counts what it takes until the answer. If that fills most of the window, and faster than ever
 * before, the window holds the sender back, and is doubled. A window that is larger than rate times round trip
 * only makes queues longer, not the rate higher, so that growth ends there. All sizes in bytes.
 */
final class GrowthRule {
    /** A sample below this part of the window is no reason to grow. */
    private static final double FULL = 2.0 / 3;
    /** Growth must have brought at least this much, or it ends. */
    private static final double FASTER = 1.1;

    private final long most;
    private long window;
    private double best;

    GrowthRule(long window, long most) {
        this.window = window;
        this.most = most;
    }

    long window() {
        return window;
    }

    /** Whether there is anything left to find out. */
    boolean mayGrow() {
        return window < most;
    }

    /**
     * What would be right by a sample.
     *
     * @param taken bytes that came and were taken within one round trip
     * @param nanos that round trip's time
     * @return bytes by which to grow, 0 for not at all
     */
    long growth(long taken, long nanos) {
        if (nanos <= 0 || taken < window * FULL) {
            return 0;
        }
        double rate = (double) taken / nanos;
        if (rate < best * FASTER) {
            return 0;
        }
        best = rate;
        return Math.min(most, 2 * window) - window;
    }

    void grown(long by) {
        window += by;
    }
}
