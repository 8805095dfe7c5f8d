package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * What a channel's peer sends, for a thread that waits for it. Bounded by the channel's window, however small the packets
 * are in which it comes: small ones are put together, empty ones dropped.
 */
final class RemoteInput extends InputStream {
    private static final int BLOCK = 4096;

    private final IntConsumer taken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Behind the limit of each there may be room. */
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();

    private boolean ended;
    private boolean closed;

    /** @param taken told how many bytes were read, or thrown away: the peer may send as many again */
    RemoteInput(IntConsumer taken) {
        this.taken = requireNonNull(taken, "taken");
    }

    void add(byte[] data, int offset, int length) {
        if (length == 0) {
            return;
        }
        boolean unwanted;
        lock.lock();
        try {
            unwanted = closed || ended;
            if (!unwanted) {
                append(data, offset, length);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (unwanted) {
            taken.accept(length);
        }
    }

    private void append(byte[] data, int offset, int length) {
        ByteBuffer last = queue.peekLast();
        if (last != null && last.capacity() - last.limit() >= length) {
            int at = last.limit();
            last.limit(at + length).put(at, data, offset, length);
        } else {
            byte[] block = new byte[Math.max(length, BLOCK)];
            System.arraycopy(data, offset, block, 0, length);
            queue.add(ByteBuffer.wrap(block, 0, length));
        }
    }

    /** Nothing follows. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        int count;
        lock.lock();
        try {
            while (queue.isEmpty() && !ended && !closed) {
                changed.await();
            }
            ByteBuffer next = queue.peek();
            if (next == null) {
                return -1;
            }
            count = Math.min(length, next.remaining());
            next.get(into, offset, count);
            if (!next.hasRemaining()) {
                queue.remove();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
        taken.accept(count);
        return count;
    }

    /** Nobody reads any more: what comes is thrown away. */
    @Override
    public void close() {
        int left;
        lock.lock();
        try {
            closed = true;
            left = queue.stream().mapToInt(ByteBuffer::remaining).sum();
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (left > 0) {
            taken.accept(left);
        }
    }
}
