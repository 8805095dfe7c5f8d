package org.sallyport.connector.pipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sallyport.core.connector.CarriedConnection;

/** A client's connection in memory; its thread is whoever calls {@link #run}. */
public final class FakeConnection implements CarriedConnection {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Deque<byte[]> coming = new ArrayDeque<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private Readiness readiness;
    private boolean reading;
    private boolean writing;
    private boolean ended;
    private boolean broken;
    private int unread;
    private int room = Integer.MAX_VALUE;
    public boolean outputEnded;
    public volatile boolean closed;

    /** What the client sends. */
    public void send(byte[] data) {
        coming.add(data.clone());
        unread += data.length;
    }

    public void endInput() {
        ended = true;
    }

    public void breakDown() {
        broken = true;
    }

    /** How many bytes the client takes from now on. */
    public void room(int bytes) {
        room = bytes;
    }

    public int unread() {
        return unread;
    }

    public String text() {
        return taken.toString(StandardCharsets.US_ASCII);
    }

    public int taken() {
        return taken.size();
    }

    /** Does what there is to do, until nothing is left that could be done. */
    public void run() {
        boolean more = true;
        while (more) {
            more = !tasks.isEmpty();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (!closed && reading && (broken || ended || unread > 0)) {
                readiness.readable();
                more = true;
            }
            if (!closed && writing && (broken || room > 0)) {
                readiness.writable();
                more = true;
            }
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress("192.0.2.1", 443);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("192.0.2.7", 40000);
    }

    @Override
    public void begin(Readiness told) {
        readiness = told;
    }

    @Override
    public void interest(boolean ofReading, boolean ofWriting) {
        reading = ofReading;
        writing = ofWriting;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (broken || closed) {
            throw new IOException("connection reset");
        }
        byte[] next = coming.poll();
        if (next == null) {
            return ended ? -1 : 0;
        }
        int count = Math.min(next.length, target.remaining());
        target.put(next, 0, count);
        unread -= count;
        if (count < next.length) {
            coming.addFirst(Arrays.copyOfRange(next, count, next.length));
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (broken || closed || outputEnded) {
            throw new IOException("broken pipe");
        }
        int count = Math.min(source.remaining(), room);
        room -= count;
        byte[] bytes = new byte[count];
        source.get(bytes);
        taken.writeBytes(bytes);
        return count;
    }

    @Override
    public boolean flush() {
        // as TLS, which keeps a record back while the socket takes nothing
        return room > 0;
    }

    @Override
    public void shutdownOutput() {
        outputEnded = true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void close() {
        closed = true;
    }
}
