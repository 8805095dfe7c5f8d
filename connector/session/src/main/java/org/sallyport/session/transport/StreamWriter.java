package org.sallyport.session.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.sallyport.session.dial.DialStream;

/**
 * Packets in order to a stream, one write at a time. What gathers while a write is pending goes out as one
 * write: fewer packets of the outer SSH connection. {@link Outflow} bounds what gathers.
 */
final class StreamWriter {
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final DialStream stream;
    private final Outflow outflow;
    private final Consumer<Throwable> onFailure;
    private final Queue<StreamWrite> queue = new ConcurrentLinkedQueue<>();
    /** Work in progress: completions may come inside write() or from any thread, so nobody recurses and one drains. */
    private final AtomicInteger turns = new AtomicInteger();

    private final AtomicReference<List<StreamWrite>> current = new AtomicReference<>();

    StreamWriter(DialStream stream, Outflow outflow, Consumer<Throwable> onFailure) {
        this.stream = stream;
        this.outflow = outflow;
        this.onFailure = onFailure;
    }

    void add(StreamWrite write) {
        outflow.added(write.size());
        queue.add(write);
        drain();
    }

    /** Packets not yet taken. */
    List<StreamWrite> unfinished() {
        List<StreamWrite> all = new ArrayList<>();
        List<StreamWrite> batch = current.get();
        if (batch != null) {
            all.addAll(batch);
        }
        all.addAll(queue);
        return all;
    }

    void abort(Throwable cause) {
        for (StreamWrite write = queue.poll(); write != null; write = queue.poll()) {
            done(write, cause);
        }
        List<StreamWrite> batch = current.getAndSet(null);
        if (batch != null) {
            batch.forEach(write -> done(write, cause));
        }
    }

    private void done(StreamWrite write, Throwable failure) {
        outflow.left(write.size());
        write.done(failure);
    }

    private void drain() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        do {
            if (current.get() == null && !queue.isEmpty()) {
                writeNext();
            }
        } while (turns.decrementAndGet() != 0);
    }

    private void writeNext() {
        List<StreamWrite> batch = new ArrayList<>(2);
        int size = 0;
        for (StreamWrite next = queue.peek();
                next != null && (batch.isEmpty() || size + next.data().remaining() <= MOST_AT_ONCE);
                next = queue.peek()) {
            batch.add(next);
            size += next.data().remaining();
            // set before it leaves the queue, so that unfinished() never misses a packet
            current.set(List.copyOf(batch));
            queue.poll();
        }
        if (batch.isEmpty()) {
            return;
        }
        List<StreamWrite> sent = current.get();
        ByteBuffer data = join(batch, size);
        stream.write(data.array(), data.arrayOffset() + data.position(), size).whenComplete((taken, failure) -> {
            if (sent != null && current.compareAndSet(sent, null)) {
                sent.forEach(write -> done(write, failure));
            }
            if (failure != null) {
                onFailure.accept(failure);
            } else {
                drain();
            }
        });
    }

    private static ByteBuffer join(List<StreamWrite> batch, int size) {
        if (batch.size() == 1) {
            return batch.getFirst().data();
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        batch.forEach(write -> joined.put(write.data().duplicate()));
        return joined.flip();
    }
}
