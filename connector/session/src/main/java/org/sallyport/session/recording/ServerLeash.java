package org.sallyport.session.recording;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * In sync mode: how far a session is ahead of what the server has. Times are microseconds since the session's start. Not
 * thread-safe. A session of another mode never cuts a segment here and is never ahead.
 */
final class ServerLeash {
    /** Further ahead than this, a session waits. */
    private static final long AHEAD_MICROS = TimeUnit.SECONDS.toMicros(1);

    /** What it waited for this long will not come. */
    private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(10);

    private record Segment(int number, long began) {}

    private final Deque<Segment> unacknowledged = new ArrayDeque<>();

    /** A segment is whole and waits for the server; numbers ascend. */
    void cut(int number, long began) {
        unacknowledged.add(new Segment(number, began));
    }

    /** The server has every segment up to this one. */
    void acknowledged(int number) {
        unacknowledged.removeIf(segment -> segment.number() <= number);
    }

    boolean isTaut(long now) {
        return behind(now) > AHEAD_MICROS;
    }

    /** Why no more is waited for. */
    Optional<String> broken(long now) {
        return behind(now) > PATIENCE_MICROS
                ? Optional.of("the Auth Service has not taken it for "
                        + TimeUnit.MICROSECONDS.toSeconds(PATIENCE_MICROS) + " s")
                : Optional.empty();
    }

    private long behind(long now) {
        return unacknowledged.isEmpty() ? 0 : now - unacknowledged.getFirst().began();
    }
}
