package org.sallyport.agent.host;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.sallyport.session.recording.RecordingThreads;
import org.sallyport.session.server.SshThreads;

/**
 * An agent's threads for SSH: streams' bytes are handled where they arrive, handshakes on two threads, what waits for
 * processes on threads made as needed. Platform threads: reading a process's pipes blocks them, and virtual threads would
 * run out of carriers. Sockets, unlike pipes, let a virtual thread go while it waits.
 */
public final class SystemThreads implements AutoCloseable {
    private final ExecutorService handshakes = Executors.newFixedThreadPool(2, named("ssh-handshake"));
    private final ExecutorService sessions = Executors.newCachedThreadPool(named("ssh-session"));
    private final ExecutorService streams = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ssh-stream-", 1).factory());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ssh-timer").factory());

    public SystemThreads() {
        // a closed channel's time limit is taken back, but the timer would hold it, and its last packet, until it is
        // due
        timer.setRemoveOnCancelPolicy(true);
    }

    public SshThreads threads() {
        return new SshThreads(handshakes, sessions, streams, timer, true);
    }

    public RecordingThreads recordings() {
        return new RecordingThreads(sessions, streams);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        handshakes.shutdown();
        sessions.shutdown();
        streams.shutdown();
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }
}
