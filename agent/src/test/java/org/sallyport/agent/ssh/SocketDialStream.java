package org.sallyport.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialStream;

/** A dialled stream over a socket, with a window as small as the tunnel's contract allows to be strict about. */
final class SocketDialStream implements DialStream {
    static final int WINDOW = 128 * 1024;
    /** Most bytes that writers gave and that the socket has not taken yet, over all streams. */
    static final AtomicLong MOST_UNWRITTEN = new AtomicLong();

    private final Socket socket;
    private final ExecutorService writer;
    private final Semaphore credit = new Semaphore(WINDOW);
    private final AtomicInteger unwritten = new AtomicInteger();

    SocketDialStream(Socket socket) {
        this.socket = socket;
        this.writer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    }

    void start(DialReceiver receiver) {
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[32 * 1024];
            try (InputStream in = socket.getInputStream()) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    credit.acquireUninterruptibly(count);
                    receiver.received(buffer, 0, count);
                    // the contract: nobody looks at the array after the call
                    Arrays.fill(buffer, (byte) 0xEE);
                }
                receiver.inputEnded();
            } catch (IOException e) {
                receiver.inputEnded();
            }
            receiver.closed();
        });
    }

    @Override
    public CompletionStage<Void> write(byte[] data, int offset, int length) {
        MOST_UNWRITTEN.accumulateAndGet(unwritten.addAndGet(length), Math::max);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            writer.execute(() -> {
                try {
                    socket.getOutputStream().write(data, offset, length);
                    unwritten.addAndGet(-length);
                    done.complete(null);
                } catch (IOException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    @Override
    public void endOutput() {
        writer.execute(() -> {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                return;
            }
        });
    }

    @Override
    public void release(int bytes) {
        credit.release(bytes);
    }

    @Override
    public synchronized void close() {
        if (!writer.isShutdown()) {
            writer.execute(this::abort);
            writer.shutdown();
        }
    }

    @Override
    public void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            return;
        }
    }
}
