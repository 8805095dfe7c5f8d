package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One direction of a pipe: what came from the source waits here until the sink takes it. The queue is bounded by the
 * window of the source, which is given back only for bytes that the sink has taken. Everything that goes to the sink,
 * data, EOF and CLOSE, goes through one drain loop, so that nothing can follow a CLOSE; no lock is held meanwhile.
 */
final class PipeDirection {
    /** How far writes may run ahead of their completions: keeps the socket busy without queueing a whole window. */
    static final int IN_FLIGHT = 256 * 1024;

    private enum Ending {
        NONE,
        CLEAN,
        BROKEN
    }

    private final PipeEnd source;
    private final PipeEnd sink;
    private final Deferral deferral;
    private final Runnable changed;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<Ending> ending = new AtomicReference<>(Ending.NONE);
    private volatile boolean sinkGone;
    private volatile boolean closeWanted;
    private volatile boolean over;
    private volatile boolean closed;

    // only inside the drain loop
    private byte[] head;
    private int offset;

    PipeDirection(PipeEnd source, PipeEnd sink, Deferral deferral, Runnable changed) {
        this.source = requireNonNull(source, "source");
        this.sink = requireNonNull(sink, "sink");
        this.deferral = requireNonNull(deferral, "deferral");
        this.changed = requireNonNull(changed, "changed");
    }

    void data(byte[] bytes) {
        queue.add(bytes);
        drain();
    }

    /** The source will send nothing more. Clean: what it sent is still delivered, then EOF. */
    void end(boolean clean) {
        ending.compareAndSet(Ending.NONE, clean ? Ending.CLEAN : Ending.BROKEN);
        drain();
    }

    /** Nobody takes what goes this way any longer: throw it away, but keep the source's window open. */
    void abandon() {
        sinkGone = true;
        drain();
    }

    void closeSink() {
        closeWanted = true;
        drain();
    }

    boolean over() {
        return over;
    }

    boolean closed() {
        return closed;
    }

    void drain() {
        if (work.getAndIncrement() == 0) {
            deferral.enter(this::loop);
        }
    }

    private void loop() {
        int missed = 1;
        do {
            step();
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void step() {
        if (!sink.ready()) {
            // the other end may be over before this one is open: not even a CLOSE may come before the confirmation
            return;
        }
        // read before the queue: whatever was sent before the end is in the queue by now
        Ending end = ending.get();
        boolean close = closeWanted;
        boolean stopped = sinkGone || end == Ending.BROKEN;
        if (stopped) {
            discard();
        } else {
            send();
        }
        boolean delivered = end == Ending.CLEAN && head == null && queue.isEmpty();
        if (!over && (stopped || delivered)) {
            if (!stopped) {
                sink.sendEof();
            }
            over = true;
            changed.run();
        }
        if (close && !closed) {
            sink.sendClose();
            closed = true;
            changed.run();
        }
    }

    private void send() {
        while (next()) {
            int length = Math.min(Math.min(sink.room(), head.length - offset), IN_FLIGHT - inFlight.get());
            if (length <= 0) {
                return;
            }
            byte[] data = head;
            int from = offset;
            offset += length;
            if (offset == head.length) {
                head = null;
            }
            inFlight.addAndGet(length);
            sink.write(data, from, length, ok -> deferral.written(() -> written(length, ok)));
        }
    }

    private boolean next() {
        if (head == null) {
            head = queue.poll();
            offset = 0;
        }
        return head != null;
    }

    private void written(int length, boolean ok) {
        inFlight.addAndGet(-length);
        if (!ok) {
            sinkGone = true;
        }
        source.credit(length);
        drain();
    }

    private void discard() {
        while (next()) {
            int left = head.length - offset;
            head = null;
            source.credit(left);
        }
    }
}
