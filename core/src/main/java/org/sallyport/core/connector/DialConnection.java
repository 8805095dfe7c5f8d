package org.sallyport.core.connector;

import org.sallyport.core.caller.Caller;

/** A handle of the outbound connection factory. */
public interface DialConnection extends AutoCloseable {
    /**
     * Opens a stream to a service of an agent, routed and checked like a user's dial. Errors: NOT_FOUND,
     * AGENT_OFFLINE, AGENT_DRAINING.
     */
    DialStream dial(Caller.User caller, DialTarget target);

    @Override
    void close();
}
