package org.sallyport.core.resume;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for what streams have sent and nobody has acknowledged yet. Each stream is sure of a little; what it may hold
 * beyond that gets less the more all of them hold.
 */
public final class ReplayBudget {
    /** 150 ms at 100 MiB/s, as long as there is memory. */
    static final long LARGEST = 16 << 20;

    /** More than what goes unacknowledged at leisure, or two ends could wait for each other. */
    static final long SURE = 256 << 10;

    private final long capacity;
    private final AtomicLong reserved = new AtomicLong();

    /** @param capacity bytes */
    public ReplayBudget(long capacity) {
        this.capacity = capacity;
    }

    /** Empty when there is no memory for one more stream. */
    public Optional<Share> open() {
        while (true) {
            long used = reserved.get();
            if (used + SURE > capacity) {
                return Optional.empty();
            }
            if (reserved.compareAndSet(used, used + SURE)) {
                return Optional.of(new Share());
            }
        }
    }

    public long reserved() {
        return reserved.get();
    }

    /** One stream's part; used by one thread at a time. */
    public final class Share {
        private long held;
        private boolean closed;

        private Share() {}

        void held(long bytes) {
            if (!closed) {
                reserved.addAndGet(Math.max(bytes, SURE) - Math.max(held, SURE));
                held = bytes;
            }
        }

        /** Nothing more should be added now. */
        boolean full() {
            return held >= Math.min(LARGEST, SURE + Math.max(0, capacity - reserved.get()) / 2);
        }

        void close() {
            if (!closed) {
                held(0);
                closed = true;
                reserved.addAndGet(-SURE);
            }
        }
    }
}
