package org.sallyport.agent.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: drawn from a range that doubles with each failure, so that many agents do
 * not come at once. Not thread-safe.
 */
public final class Backoff {
    /** A restarted server has all its agents back within half a minute, however long it was away. */
    public static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Duration MOST_TOLD = Duration.ofMinutes(10);
    private static final Duration FIRST_FROM = Duration.ofMillis(200);
    private static final Duration FIRST_TO = Duration.ofSeconds(1);

    private final RandomGenerator random;
    private Duration from = FIRST_FROM;
    private Duration to = FIRST_TO;
    private Duration firstFrom = FIRST_FROM;
    private Duration firstTo = FIRST_TO;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The other side asks for this range; it holds from the next success on. Bounded by ten minutes. */
    public void pace(Duration wantedFrom, Duration wantedTo) {
        firstTo = least(wantedTo.isNegative() ? Duration.ZERO : wantedTo, MOST_TOLD);
        firstFrom = least(wantedFrom.isNegative() ? Duration.ZERO : wantedFrom, firstTo);
        succeeded();
    }

    /** The wait before the next attempt; the range doubles, its end up to {@link #LONGEST} or the pace asked for. */
    public Duration next() {
        long spread = to.minus(from).toMillis();
        Duration wait = from.plusMillis(spread > 0 ? random.nextLong(spread + 1) : 0);
        Duration most = firstTo.compareTo(LONGEST) > 0 ? firstTo : LONGEST;
        to = least(to.isZero() ? FIRST_TO : to.multipliedBy(2), most);
        from = least(from.multipliedBy(2), most.dividedBy(2));
        return wait;
    }

    /**
     * The other side has too much to do. Without its word the next attempt is drawn from the long end.
     *
     * @param told when it wants the next attempt; bounded by ten minutes
     */
    public void crowded(Optional<Duration> told) {
        if (told.isPresent()) {
            from = least(told.get(), MOST_TOLD);
            to = from.plus(FIRST_TO);
        } else {
            to = firstTo.compareTo(LONGEST) > 0 ? firstTo : LONGEST;
            from = to.dividedBy(4);
        }
    }

    public void succeeded() {
        from = firstFrom;
        to = firstTo;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
