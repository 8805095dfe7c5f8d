package org.sallyport.core.resume;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What the two ends tell each other beside data (docs/protocol/resume.md). Counts are of data bytes since the begin. */
public sealed interface Frame {
    /** The agent's first word: the stream that begins here, what it is resumed with, how long it is kept; in seconds. */
    record Offer(Ticket ticket, Duration kept) implements Frame {
        public Offer {
            requireNonNull(ticket, "ticket");
            requireNonNull(kept, "kept");
        }
    }

    /** The client's first word when it goes on with an earlier stream in place of the offered one. */
    record Resume(Ticket ticket, long received) implements Frame {
        public Resume {
            requireNonNull(ticket, "ticket");
        }
    }

    /** The earlier stream goes on here. */
    record Resumed(long received) implements Frame {}

    /** It does not, and never will. */
    record Refused(String text) implements Frame {
        public Refused {
            requireNonNull(text, "text");
        }
    }

    record Ack(long received) implements Frame {}

    /** Half-close, after this many bytes. */
    record Eof(long sent) implements Frame {}

    /** The end, as opposed to a loss, after this many bytes. */
    record Close(long sent) implements Frame {}

    record Ping() implements Frame {}

    record Pong() implements Frame {}
}
