package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What SSH services run on; it belongs to who makes it.
 *
 * @param messages for handshakes, and for everything that comes from clients when it is not handled where it arrives
 * @param sessions for what waits for processes
 * @param streams a thread for each task, which may block: copying between streams and channels, connecting
 * @param timer its tasks are short
 * @param direct whether, after the handshake, bytes are handled on the thread that brings them; only where decisions and
 *     the audit log hold it up no longer than a write to a disk
 */
public record SshThreads(
        Executor messages, Executor sessions, Executor streams, ScheduledExecutorService timer, boolean direct) {
    public SshThreads {
        requireNonNull(messages, "messages");
        requireNonNull(sessions, "sessions");
        requireNonNull(streams, "streams");
        requireNonNull(timer, "timer");
    }
}
