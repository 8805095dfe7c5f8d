package org.sallyport.web.stream;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sallyport.core.caller.Caller;

/** What a stream tells. Asked again only when what it sent before has left; a failure is told and ends the stream. */
public interface Source {
    /**
     * One look.
     *
     * @param sent empty when there was nothing to tell
     * @param pauseMillis until the next one
     */
    record Look(Optional<CompletionStage<?>> sent, long pauseMillis) {}

    /** @param caller as his login session was last looked at */
    Look look(Caller.User caller, Line line);

    /** What a heartbeat carries. */
    Optional<String> cursor();
}
