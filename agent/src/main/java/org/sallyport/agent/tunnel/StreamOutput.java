package org.sallyport.agent.tunnel;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelAsyncOutputStream;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Writes to a channel in order, one at a time, as MINA's asynchronous stream wants it. Write listeners may run inside
 * {@code addListener} or under the stream's monitor, so that MINA is only ever called from the drain loop, without a
 * lock.
 */
final class StreamOutput {
    private record Write(Buffer data, CompletableFuture<Void> done) {}

    private final ChannelAsyncOutputStream out;
    private final Runnable whenDrained;
    private final AtomicInteger work = new AtomicInteger();
    private final Queue<Write> queue = new ArrayDeque<>();
    private boolean opened;
    private boolean writing;
    private boolean ending;
    private boolean ended;
    private boolean dead;

    /** @param whenDrained called once: all was written, and nothing will follow */
    StreamOutput(Channel channel, Runnable whenDrained) {
        this.out = new ChannelAsyncOutputStream(channel, SshConstants.SSH_MSG_CHANNEL_DATA);
        this.whenDrained = whenDrained;
    }

    ChannelAsyncOutputStream stream() {
        return out;
    }

    CompletionStage<Void> write(byte[] data, int offset, int length) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean refused;
        synchronized (this) {
            refused = dead || ending;
            if (!refused) {
                queue.add(new Write(new ByteArrayBuffer(data, offset, length), done));
            }
        }
        if (refused) {
            done.completeExceptionally(new EOFException("the stream is closed"));
        } else {
            drain();
        }
        return done;
    }

    /** The other side knows that the channel is open. */
    void opened() {
        synchronized (this) {
            opened = true;
        }
        drain();
    }

    /** Nothing more will be written. */
    void end() {
        synchronized (this) {
            ending = true;
        }
        drain();
    }

    /** Fails what is queued and stops. */
    void abort() {
        out.close(true);
        synchronized (this) {
            dead = true;
        }
        drain();
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            while (step()) {
                continue;
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private boolean step() {
        Write next;
        boolean failed;
        synchronized (this) {
            failed = dead;
            if (!failed && (!opened || writing)) {
                return false;
            }
            next = queue.poll();
            if (next == null) {
                if (!ending || ended || failed) {
                    return false;
                }
                ended = true;
            } else {
                writing = !failed;
            }
        }
        if (next == null) {
            whenDrained.run();
        } else if (failed) {
            next.done().completeExceptionally(new EOFException("the stream is closed"));
        } else {
            send(next);
        }
        return true;
    }

    private void send(Write write) {
        try {
            out.writeBuffer(write.data()).addListener(future -> written(write, future));
        } catch (IOException | RuntimeException e) {
            finish(write, e);
        }
    }

    private void written(Write write, IoWriteFuture future) {
        finish(write, future.isWritten() ? null : future.getException());
    }

    private void finish(Write write, Throwable failure) {
        synchronized (this) {
            writing = false;
            dead |= failure != null;
        }
        if (failure == null) {
            write.done().complete(null);
        } else {
            write.done().completeExceptionally(failure);
        }
        drain();
    }
}
