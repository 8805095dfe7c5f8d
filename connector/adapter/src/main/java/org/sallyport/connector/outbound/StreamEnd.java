package org.sallyport.connector.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.PipePort;
import org.sallyport.core.connector.DialStream;

/** Blocking streams as the end of a pipe, for callers on threads that may wait. */
final class StreamEnd implements PipeEnd {
    private static final int ROOM = 256 * 1024;
    private static final int CHUNK = 32 * 1024;

    /** What arrived, and whom to tell once it has been read. */
    private record Arrived(ByteBuffer data, Consumer<Boolean> read) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Arrived> arrived = new ArrayDeque<>();
    private int unread;
    private int underWay;
    private boolean open;
    private boolean eof;
    private boolean closed;
    private PipePort port;
    private Deferral deferral;

    @Override
    public void attach(PipePort newPort, Deferral newDeferral) {
        lock.lock();
        try {
            port = newPort;
            deferral = newDeferral;
        } finally {
            lock.unlock();
        }
    }

    DialStream open(String hostId) {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
        port.writable();
        return new Stream(hostId);
    }

    @Override
    public boolean ready() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int room() {
        lock.lock();
        try {
            return ROOM - unread;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        lock.lock();
        try {
            if (!closed) {
                arrived.add(new Arrived(ByteBuffer.wrap(data, offset, length), written));
                unread += length;
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        written.accept(false);
    }

    @Override
    public void sendEof() {
        lock.lock();
        try {
            eof = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sendClose() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void credit(int bytes) {
        lock.lock();
        try {
            underWay -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Arrived next;
        int count;
        lock.lock();
        try {
            while (arrived.isEmpty() && !eof && !closed) {
                await();
            }
            next = arrived.peek();
            if (next == null) {
                if (eof) {
                    return -1;
                }
                throw new IOException("connector: the connection to the agent was lost");
            }
            count = Math.min(length, next.data().remaining());
            next.data().get(into, offset, count);
            unread -= count;
            if (next.data().hasRemaining()) {
                return count;
            }
            arrived.poll();
        } finally {
            lock.unlock();
        }
        deferral.enter(() -> next.read().accept(true));
        port.writable();
        return count;
    }

    private void write(byte[] data, int offset, int length) throws IOException {
        for (int from = offset, end = offset + length; from < end; from += CHUNK) {
            byte[] part = Arrays.copyOfRange(data, from, Math.min(end, from + CHUNK));
            lock.lock();
            try {
                while (underWay >= ROOM && !closed) {
                    await();
                }
                if (closed) {
                    throw new IOException("connector: the agent closed the stream");
                }
                underWay += part.length;
            } finally {
                lock.unlock();
            }
            port.data(part);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void await() throws IOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("connector: interrupted", e);
        }
    }

    private void closeBoth() {
        Deque<Arrived> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayDeque<>(arrived);
            arrived.clear();
            unread = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        port.closeReceived();
        left.forEach(one -> deferral.enter(() -> one.read().accept(false)));
    }

    /** What the application gets. */
    private final class Stream implements DialStream {
        private final String hostId;
        private final InputStream input = new Input();
        private final OutputStream output = new Output();

        Stream(String hostId) {
            this.hostId = hostId;
        }

        @Override
        public InputStream input() {
            return input;
        }

        @Override
        public OutputStream output() {
            return output;
        }

        @Override
        public String hostId() {
            return hostId;
        }

        @Override
        public void close() {
            closeBoth();
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return StreamEnd.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return StreamEnd.this.read(into, offset, length);
        }
    }

    private final class Output extends OutputStream {
        private boolean ended;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            if (ended) {
                throw new IOException("connector: the output was closed");
            }
            StreamEnd.this.write(data, offset, length);
        }

        /** Half-closes: the input goes on. */
        @Override
        public void close() {
            if (!ended) {
                ended = true;
                port.eof();
            }
        }
    }
}
