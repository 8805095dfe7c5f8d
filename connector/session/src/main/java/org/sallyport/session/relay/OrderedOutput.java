package org.sallyport.session.relay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.sallyport.transport.window.StreamWindow;

/**
 * A channel's bytes to something that may block, e.g. a process that does not read. The thread that brings the bytes
 * never waits; the window is released only for what was taken, so at most one window is held.
 */
public final class OrderedOutput implements ChannelDataReceiver {
    private static final byte[] END = new byte[0];

    private final Executor executor;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private final Channel channel;
    private OutputStream target;
    private boolean running;
    private boolean broken;
    private long taken;

    public OrderedOutput(Channel channel, Executor executor) {
        this.channel = requireNonNull(channel, "channel");
        this.executor = requireNonNull(executor, "executor");
    }

    /** From now on bytes flow. */
    public synchronized void attach(OutputStream stream) {
        target = requireNonNull(stream, "stream");
        runLater();
    }

    @Override
    public int data(ChannelSession session, byte[] data, int start, int length) {
        add(Arrays.copyOfRange(data, start, start + length));
        return 0;
    }

    public void add(byte[] bytes) {
        StreamWindow.received(channel, bytes.length);
        synchronized (this) {
            if (bytes.length > 0) {
                queue.add(bytes);
                runLater();
            }
        }
    }

    /** The sender's end of file: the target is closed after what came before it. */
    @Override
    public synchronized void close() {
        queue.add(END);
        runLater();
    }

    public synchronized long bytes() {
        return taken;
    }

    private void runLater() {
        if (target != null && !running && !queue.isEmpty()) {
            running = true;
            executor.execute(this::run);
        }
    }

    private synchronized byte[] next() {
        byte[] bytes = queue.poll();
        if (bytes == null) {
            running = false;
        } else {
            taken += bytes.length;
        }
        return bytes;
    }

    private void run() {
        for (byte[] bytes = next(); bytes != null; bytes = next()) {
            try {
                if (bytes == END) {
                    target.close();
                } else if (!broken) {
                    target.write(bytes);
                    target.flush();
                }
            } catch (IOException e) {
                // a process may close its input and live on: what comes for it is thrown away, not held
                broken = true;
            }
            release(bytes.length);
        }
    }

    private void release(int length) {
        try {
            if (length > 0 && channel.isOpen()) {
                StreamWindow.release(channel, length);
            }
        } catch (IOException e) {
            broken = true;
        }
    }
}
