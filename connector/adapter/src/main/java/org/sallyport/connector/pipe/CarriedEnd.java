package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.CarriedConnection;

/**
 * A client's connection that was accepted elsewhere as the end of a pipe, without a thread of its own: everything is done
 * in turns on the connection's thread. No more is read than the window has room for, no more is queued than {@link #ROOM}.
 */
public final class CarriedEnd implements PipeEnd {
    static final int ROOM = 256 * 1024;
    /** Read in one turn, so that the thread's other connections have theirs. */
    private static final int TURN = 512 * 1024;

    private record Piece(ByteBuffer data, Consumer<Boolean> written) {}

    private final int window;
    private final Supplier<ByteBuffer> input;
    private final Consumer<Runnable> overdue;
    private final Queue<Piece> outgoing = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile CarriedConnection connection;
    private volatile PipePort port;
    private volatile Deferral deferral;
    private volatile boolean abandoned;
    private volatile boolean eofWanted;
    private volatile boolean closeWanted;
    private volatile boolean over;
    private volatile boolean paused;

    // written only on the connection's thread
    private volatile long moved;
    private boolean inputEnded;
    private boolean outputEnded;

    /**
     * @param window bytes that may have been read and not yet been taken by the other end
     * @param input an empty buffer of the current thread
     * @param overdue runs a task after the time that a connection which is to end may stand still
     */
    public CarriedEnd(int window, Supplier<ByteBuffer> input, Consumer<Runnable> overdue) {
        this.window = window;
        this.input = requireNonNull(input, "input");
        this.overdue = requireNonNull(overdue, "overdue");
    }

    @Override
    public void attach(PipePort newPort, Deferral newDeferral) {
        deferral = newDeferral;
        port = newPort;
    }

    /** The client knows that the other end is open: let it flow. */
    public void open(CarriedConnection carried) {
        connection = carried;
        carried.begin(new CarriedConnection.Readiness() {
            @Override
            public void readable() {
                turn();
            }

            @Override
            public void writable() {
                turn();
            }
        });
        port.writable();
        schedule();
    }

    /** No client will come. */
    public void abandon() {
        abandoned = true;
        port.lost();
        port.writable();
    }

    @Override
    public boolean ready() {
        return connection != null || abandoned;
    }

    @Override
    public int room() {
        return ROOM - queued.get();
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        queued.addAndGet(length);
        outgoing.add(new Piece(ByteBuffer.wrap(data, offset, length), written));
        schedule();
    }

    @Override
    public void sendEof() {
        eofWanted = true;
        schedule();
    }

    @Override
    public void sendClose() {
        closeWanted = true;
        CarriedConnection ending = connection;
        if (ending != null) {
            farewell(ending, moved);
            schedule();
        }
    }

    /** A client that is slow gets all of it; one that takes nothing for a while is not waited for. */
    private void farewell(CarriedConnection ending, long before) {
        overdue.accept(() -> {
            long now = moved;
            if (over || now == before) {
                ending.close();
            } else {
                farewell(ending, now);
            }
        });
    }

    @Override
    public void credit(int bytes) {
        underWay.addAndGet(-bytes);
        if (paused) {
            paused = false;
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                connection.execute(this::turn);
            } catch (RejectedExecutionException e) {
                // the listener that it came from is gone, and its threads
                deferral.later(() -> fail(e));
            }
        }
    }

    /** As one of MINA's own threads: any other would have to wait for the end of an agent's key exchange. */
    private void turn() {
        scheduled.set(false);
        try {
            ThreadUtils.runAsInternal(() -> {
                deferral.enter(this::step);
                return null;
            });
        } catch (Exception | Error e) {
            fail(e);
        }
    }

    private void step() {
        try {
            if (over) {
                discard();
                return;
            }
            boolean flushed = write();
            boolean reading = read();
            if (closeWanted && (!eofWanted || outputEnded && flushed && inputEnded)) {
                // without the end of its stream it is to notice that the connection broke
                over = true;
                connection.close();
                discard();
                return;
            }
            connection.interest(reading, !flushed);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** @return whether there is nothing left to write */
    private boolean write() throws IOException {
        for (Piece piece = outgoing.peek(); piece != null; piece = outgoing.peek()) {
            int length = piece.data().remaining();
            int count = 1;
            // TLS takes a record at a time
            while (piece.data().hasRemaining() && count > 0) {
                count = connection.write(piece.data());
            }
            moved += length - piece.data().remaining();
            queued.addAndGet(piece.data().remaining() - length);
            if (piece.data().hasRemaining()) {
                return false;
            }
            outgoing.poll();
            piece.written().accept(true);
        }
        if (eofWanted && !outputEnded && outgoing.isEmpty()) {
            outputEnded = true;
            connection.shutdownOutput();
        }
        return connection.flush();
    }

    /** @return whether more is to be read when it comes */
    private boolean read() throws IOException {
        for (int turn = TURN; !inputEnded; ) {
            if (turn <= 0) {
                // TLS may hold bytes that no readiness tells of
                schedule();
                return true;
            }
            int room = window - underWay.get();
            if (room <= 0 && !closeWanted) {
                paused = true;
                if (window - underWay.get() <= 0) {
                    return false;
                }
                paused = false;
                continue;
            }
            int count = readOnce(room);
            if (count < 0) {
                inputEnded = true;
                port.eof();
            } else if (count == 0) {
                return true;
            }
            turn -= count;
        }
        return false;
    }

    private int readOnce(int room) throws IOException {
        ByteBuffer buffer = input.get();
        buffer.limit(closeWanted ? buffer.capacity() : Math.min(buffer.capacity(), room));
        int last = 1;
        while (buffer.hasRemaining() && last > 0) {
            last = connection.read(buffer);
        }
        int count = buffer.position();
        if (count > 0 && !closeWanted) {
            byte[] bytes = new byte[count];
            buffer.flip().get(bytes);
            underWay.addAndGet(count);
            port.data(bytes);
        }
        return count == 0 ? last : count;
    }

    private void fail(Throwable cause) {
        ConnectorLog.LOG.debugf(cause, "the connection from %s broke", connection.remoteAddress());
        over = true;
        connection.close();
        discard();
        port.lost();
    }

    private void discard() {
        for (Piece piece = outgoing.poll(); piece != null; piece = outgoing.poll()) {
            queued.addAndGet(-piece.data().remaining());
            piece.written().accept(false);
        }
    }
}
