package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads and writes the sockets of many connections. What a turn of the loop made to be written goes
 * out at its end, the packets of one connection in one system call. The two buffers are shared by all connections of
 * the loop, so an idle connection holds none.
 */
final class EventLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int BUFFER = 256 * 1024;

    /** What a selection key belongs to; called on the loop's thread. */
    interface Ready {
        void ready(SelectionKey key) throws IOException;

        void failed(Throwable cause);
    }

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ArrayDeque<Wire.User> unflushed = new ArrayDeque<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER);
    private volatile Thread thread;
    private volatile boolean stopped;
    private boolean flushing;

    EventLoop() throws IOException {
        selector = Selector.open();
    }

    /** Filled and emptied within one call, on the loop's thread. */
    ByteBuffer input() {
        return input;
    }

    ByteBuffer output() {
        return output;
    }

    boolean inside() {
        return Thread.currentThread() == thread;
    }

    /** Whether the caller is called by the end of a write of this loop, that is with no lock of a session held. */
    boolean completing() {
        return inside() && flushing;
    }

    /** @throws RejectedExecutionException after {@link #stop} */
    void execute(Runnable task) {
        tasks.add(requireNonNull(task, "task"));
        if (stopped) {
            throw new RejectedExecutionException("the event loop has ended");
        }
        if (!inside() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Watches a channel from now on; call it inside the loop. */
    SelectionKey register(SelectableChannel channel, int interest, Ready attachment) throws IOException {
        return channel.register(selector, interest, attachment);
    }

    /** Has a connection write what it has queued, at the end of this turn. */
    void flushLater(Wire.User session) {
        if (inside()) {
            unflushed.add(session);
        } else {
            execute(() -> unflushed.add(session));
        }
    }

    /** A channel was closed outside of the loop: its descriptor goes with the next selection. */
    void reap() {
        if (!stopped && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Ends the thread after the current turn; what is registered stays as it is. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            // MINA lets other threads that write wait for the end of a key exchange, which needs this one
            ThreadUtils.runAsInternal(() -> {
                while (!stopped) {
                    turn();
                }
                return null;
            });
            runTasks();
            selector.close();
        } catch (Exception e) {
            LOG.error("the event loop of the SSH transport has failed; its connections are lost", e);
        }
    }

    private void turn() throws IOException {
        if (tasks.isEmpty() && unflushed.isEmpty()) {
            selector.select(EventLoop::ready);
        } else {
            selector.selectNow(EventLoop::ready);
        }
        woken.set(false);
        runTasks();
        flush();
    }

    private static void ready(SelectionKey key) {
        Ready target = (Ready) key.attachment();
        try {
            if (key.isValid()) {
                target.ready(key);
            }
        } catch (IOException | RuntimeException | Error e) {
            // one connection's end, not that of all
            target.failed(e);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("a task of the SSH transport's event loop failed", e);
            }
        }
    }

    private void flush() {
        flushing = true;
        try {
            // completions may queue more, but not for ever: those are flushed in the next turn
            for (int left = unflushed.size(); left > 0; left--) {
                Wire.User session = unflushed.poll();
                try {
                    session.flush();
                } catch (IOException | RuntimeException | Error e) {
                    session.failed(e);
                }
            }
        } finally {
            flushing = false;
        }
    }
}
