package org.sallyport.connector.transport;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * When those turned away may come back: of each source one after the other, somewhat faster than logins complete, so that they
 * do not spend the time of the processors by asking again and again. Who would be too late for that comes at random.
 */
final class ReturnTimes {
    static final Duration SOONEST = Duration.ofSeconds(5);
    static final Duration LATEST = Duration.ofSeconds(60);

    /** More come than complete now: at just that rate a server that has warmed up would never be found out to be faster. */
    private static final int AHEAD = 2;

    /** The least recently used ones are forgotten: strangers of many addresses must not fill the memory. */
    private static final int MOST_SOURCES = 4_096;

    private final LoginRate rate;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<Object, Long> given = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    ReturnTimes(LoginRate rate, LongSupplier nanos, RandomGenerator random) {
        this.rate = requireNonNull(rate, "rate");
        this.nanos = requireNonNull(nanos, "nanos");
        this.random = requireNonNull(random, "random");
    }

    /** @param sources how many share the processors now */
    synchronized Duration next(Object source, int sources) {
        long now = nanos.getAsLong();
        Duration apart = Duration.ofNanos((long) (1e9 * Math.max(sources, 1) / (AHEAD * rate.perSecond())));
        Long last = given.get(source);
        Duration wait = last == null ? SOONEST : Duration.ofNanos(last - now).plus(apart);
        if (wait.compareTo(LATEST) > 0) {
            return LATEST.dividedBy(2).plusMillis(random.nextLong(LATEST.toMillis() / 2));
        }
        Duration bounded = wait.compareTo(SOONEST) < 0 ? SOONEST : wait;
        given.put(source, now + bounded.toNanos());
        return bounded;
    }
}
