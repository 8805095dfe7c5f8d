package org.sallyport.transport;

import java.io.IOException;

/** Thrown by who is told of an accepted connection, to have it ended before a session is made; the peer is told why. */
public final class TurnedAway extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param text for the peer, as in SSH_MSG_DISCONNECT */
    public TurnedAway(String text) {
        super(text);
    }
}
