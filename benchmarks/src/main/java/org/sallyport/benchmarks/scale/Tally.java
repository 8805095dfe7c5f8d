package org.sallyport.benchmarks.scale;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the agents together. */
final class Tally {
    final AtomicInteger tunnels = new AtomicInteger();
    final AtomicInteger synced = new AtomicInteger();
    final LongAdder attempts = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder heartbeats = new LongAdder();
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
    private volatile Broadcast expected;

    void failed(String what, String reason) {
        failed.increment();
        String kind = what + ": " + reason.replaceAll("[0-9]+", "#");
        reasons.computeIfAbsent(kind.length() > 160 ? kind.substring(0, 160) : kind, unknown -> new LongAdder())
                .increment();
    }

    /** Why attempts failed since the last time that this was asked. */
    Map<String, Long> reasons() {
        Map<String, Long> told = new TreeMap<>();
        reasons.forEach((reason, count) -> told.put(reason, count.sumThenReset()));
        told.values().removeIf(count -> count == 0);
        return told;
    }

    void expect(Broadcast change) {
        expected = change;
    }

    void seen(String kind, String name, long revision) {
        Broadcast change = expected;
        if (change != null && change.is(kind, name)) {
            change.seen();
        }
    }

    String line() {
        return "%d,%d,%d,%d,%d,%d"
                .formatted(
                        System.currentTimeMillis(),
                        tunnels.get(),
                        synced.get(),
                        attempts.sum(),
                        failed.sum(),
                        heartbeats.sum());
    }
}
