package org.sallyport.transport;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that streams may fill in the worst case, when no peer reads. Each stream reserves the windows of both its ends;
 * the fuller the budget, the smaller the windows that are granted, and below a useful size no stream is opened.
 */
public final class StreamBudget {
    private static final int SHARE = 8;
    /** A stream that needs a larger window may have this part of what is free, others may come. */
    private static final int GROWTH_SHARE = 4;

    private final long capacity;
    private final long smallest;
    private final long largest;
    private final AtomicLong reserved = new AtomicLong();

    /** All in bytes; smallest and largest are window sizes. */
    public StreamBudget(long capacity, long smallest, long largest) {
        this.capacity = capacity;
        this.smallest = smallest;
        this.largest = largest;
    }

    /** The window to use, to be given back by {@link #release}; empty when there is no memory left. */
    public OptionalLong reserve() {
        while (true) {
            long used = reserved.get();
            long window = Math.min(largest, Math.max(smallest, (capacity - used) / SHARE / 2));
            if (used + 2 * window > capacity) {
                return OptionalLong.empty();
            }
            if (reserved.compareAndSet(used, used + 2 * window)) {
                return OptionalLong.of(window);
            }
        }
    }

    public void release(long window) {
        reserved.addAndGet(-2 * window);
    }

    /** Lets a window grow. @return bytes granted, to be given back by {@link #give}; perhaps fewer than wanted, or 0 */
    public long more(long wanted) {
        while (true) {
            long used = reserved.get();
            long granted = Math.min(wanted, Math.max(0, (capacity - used) / GROWTH_SHARE));
            if (granted <= 0) {
                return 0;
            }
            if (reserved.compareAndSet(used, used + granted)) {
                return granted;
            }
        }
    }

    public void give(long granted) {
        reserved.addAndGet(-granted);
    }

    public long reserved() {
        return reserved.get();
    }
}
