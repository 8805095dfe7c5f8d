package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

/** That a live session is to be ended, whatever it does. @param why may be empty; its people read both */
public record SessionEnd(String sessionId, String by, String why) {
    public SessionEnd {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(by, "by");
        why = why == null ? "" : why;
    }
}
