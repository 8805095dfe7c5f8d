package org.sallyport.connector.pipe;

import java.io.EOFException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialStream;

/** SSH of this proxy's own as the end of a pipe: what it is given it takes at once, and releases as it handles it. */
public final class ServedEnd implements PipeEnd, DialStream {
    private static final int ROOM = 256 * 1024;

    /** Bytes on their way to the service, and whom to tell once they are handled. */
    private record Given(int length, Consumer<Boolean> handled) {}

    /** Bytes on their way from the service; {@code end} counts from the stream's beginning. */
    private record Sent(long end, CompletableFuture<Void> done) {}

    private final AtomicInteger unhandled = new AtomicInteger();
    private final AtomicBoolean closedTold = new AtomicBoolean();
    private final Object lock = new Object();
    private final Queue<Given> given = new ArrayDeque<>();
    private final Queue<Sent> sent = new ArrayDeque<>();
    private int released;
    private long written;
    private long credited;
    private boolean over;
    private volatile DialReceiver receiver;
    private volatile PipePort port;
    private volatile Deferral deferral;

    @Override
    public void attach(PipePort newPort, Deferral newDeferral) {
        deferral = newDeferral;
        port = newPort;
    }

    /** The other end is open: let it flow. */
    public void open(DialReceiver service) {
        receiver = service;
        port.writable();
    }

    // --- to the service

    @Override
    public boolean ready() {
        return receiver != null;
    }

    @Override
    public int room() {
        return ROOM - unhandled.get();
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> handled) {
        unhandled.addAndGet(length);
        boolean unwanted;
        synchronized (lock) {
            unwanted = over;
            if (!unwanted) {
                given.add(new Given(length, handled));
            }
        }
        if (unwanted) {
            unhandled.addAndGet(-length);
            handled.accept(false);
        } else {
            receiver.received(data, offset, length);
        }
    }

    @Override
    public void sendEof() {
        receiver.inputEnded();
    }

    @Override
    public void sendClose() {
        end();
        DialReceiver service = receiver;
        if (service != null && closedTold.compareAndSet(false, true)) {
            service.closed();
        }
    }

    @Override
    public void release(int bytes) {
        List<Given> handled = new ArrayList<>();
        synchronized (lock) {
            released += bytes;
            while (!given.isEmpty() && given.peek().length() <= released) {
                released -= given.peek().length();
                handled.add(given.remove());
            }
        }
        for (Given one : handled) {
            unhandled.addAndGet(-one.length());
            deferral.enter(() -> one.handled().accept(true));
        }
        if (!handled.isEmpty()) {
            port.writable();
        }
    }

    // --- from the service

    @Override
    public CompletionStage<Void> write(byte[] data, int offset, int length) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (lock) {
            if (over) {
                done.completeExceptionally(new EOFException("the stream is closed"));
                return done;
            }
            written += length;
            sent.add(new Sent(written, done));
        }
        port.data(offset == 0 && length == data.length ? data : Arrays.copyOfRange(data, offset, offset + length));
        return done;
    }

    @Override
    public void credit(int bytes) {
        List<Sent> taken = new ArrayList<>();
        synchronized (lock) {
            credited += bytes;
            while (!sent.isEmpty() && sent.peek().end() <= credited) {
                taken.add(sent.remove());
            }
        }
        taken.forEach(one -> deferral.later(() -> one.done().complete(null)));
    }

    @Override
    public void endOutput() {
        port.eof();
    }

    /** What was given to the pipe is still delivered. */
    @Override
    public void close() {
        end();
        port.closeReceived();
    }

    @Override
    public void abort() {
        end();
        port.lost();
    }

    /** Nothing goes either way any more. */
    private void end() {
        List<Given> unwanted;
        List<Sent> undone;
        synchronized (lock) {
            over = true;
            unwanted = List.copyOf(given);
            given.clear();
            undone = List.copyOf(sent);
            sent.clear();
        }
        for (Given one : unwanted) {
            unhandled.addAndGet(-one.length());
            deferral.enter(() -> one.handled().accept(false));
        }
        undone.forEach(one ->
                deferral.later(() -> one.done().completeExceptionally(new EOFException("the stream is closed"))));
    }
}
