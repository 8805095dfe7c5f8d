package org.sallyport.session.resume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when the test says so. */
final class FakeTimer implements Timer {
    private record Due(long at, Runnable what) {}

    private final List<Due> due = new ArrayList<>();
    private long now;

    long nanoTime() {
        return now;
    }

    @Override
    public Runnable after(Duration delay, Runnable what) {
        Due one = new Due(now + delay.toNanos(), what);
        due.add(one);
        return () -> due.remove(one);
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            Due first = due.stream()
                    .filter(one -> one.at() <= end)
                    .min(java.util.Comparator.comparingLong(Due::at))
                    .orElse(null);
            if (first == null) {
                break;
            }
            due.remove(first);
            now = first.at();
            first.what().run();
        }
        now = end;
    }
}
