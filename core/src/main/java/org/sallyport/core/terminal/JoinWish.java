package org.sallyport.core.terminal;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.session.SessionMode;

/** As what somebody wants to take part in which live session. @param session its id */
public record JoinWish(String session, SessionMode mode) {
    public JoinWish {
        requireNonNull(session, "session");
        requireNonNull(mode, "mode");
    }

    /** What a client runs for it (docs/protocol/live-sessions.md). */
    public String command() {
        return "join " + session + " " + mode.wireName();
    }
}
