package org.sallyport.core.connector;

import java.util.concurrent.CompletionStage;
import org.sallyport.core.caller.Caller;

/** A handle of the outbound connection factory. */
public interface DialConnection extends AutoCloseable {
    /**
     * Opens a stream to a service of an agent, routed and checked like a user's dial. Errors: NOT_FOUND,
     * AGENT_OFFLINE, AGENT_DRAINING.
     */
    DialStream dial(Caller.User caller, DialTarget target);

    /**
     * The same for a client whose connection was accepted elsewhere, without blocking: the target's name may have the
     * cluster's suffix and a trailing dot. Fails with {@link org.sallyport.api.error.SallyportException}s, also
     * TOO_MANY_SESSIONS and SHUTTING_DOWN; told on a thread that may block.
     */
    CompletionStage<OpenDial> open(Caller.User caller, DialTarget target);

    /**
     * Opens a shell at a node as one of its users' own clients would: dialled and checked like a user's dial, logged in by
     * certificate, the node's host certificate checked. Does not block; the receiver hears what comes of it.
     */
    void shell(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver);

    /** The same for an account's files, by SFTP. */
    void files(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver);

    @Override
    void close();
}
