package org.sallyport.api.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Somebody in a live session; its starter is none. @param since when he joined */
public record Participant(String user, SessionMode mode, Instant since) {
    public Participant {
        requireNonNull(user, "user");
        requireNonNull(mode, "mode");
        requireNonNull(since, "since");
    }
}
