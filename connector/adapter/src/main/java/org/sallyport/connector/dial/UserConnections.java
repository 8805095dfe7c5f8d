package org.sallyport.connector.dial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** How many connections to nodes each user has through this server, as roles may limit it ({@code max_connections}). */
final class UserConnections {
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** One of a user's connections. */
    final class Seat {
        private final String user;
        private final AtomicBoolean left = new AtomicBoolean();

        private Seat(String user) {
            this.user = user;
        }

        /** Counts once, however often it is called. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                open.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** @throws SallyportException TOO_MANY_SESSIONS */
    Seat take(String user, int most) {
        Seat seat = new Seat(user);
        open.compute(user, (name, count) -> {
            int before = count == null ? 0 : count;
            if (before >= most) {
                seat.left.set(true);
                return count;
            }
            return before + 1;
        });
        if (seat.left.get()) {
            throw new SallyportException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "proxy: you have " + most + " connections to nodes, and your roles allow no more at a time; end one"
                            + " of them");
        }
        return seat;
    }
}
