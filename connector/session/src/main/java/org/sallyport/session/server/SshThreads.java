package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What SSH services run on; it belongs to who makes it.
 *
 * @param messages for handshakes, and for everything that comes from clients when it is not handled where it arrives
 * @param sessions for what waits for processes
 * @param timer its tasks are short
 * @param direct whether, after the handshake, bytes are handled on the thread that brings them; only where decisions and
 *     the audit log hold it up no longer than a write to a disk
 */
public record SshThreads(Executor messages, Executor sessions, ScheduledExecutorService timer, boolean direct) {
    public SshThreads {
        requireNonNull(messages, "messages");
        requireNonNull(sessions, "sessions");
        requireNonNull(timer, "timer");
    }
}
