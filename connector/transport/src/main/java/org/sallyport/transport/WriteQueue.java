package org.sallyport.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What one connection has to write, in order. Any thread adds; only the loop's thread gathers and takes. */
final class WriteQueue {
    private final Queue<PacketWrite> writes = new ConcurrentLinkedQueue<>();

    void add(PacketWrite write) {
        writes.add(write);
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    List<PacketWrite> pending() {
        return new ArrayList<>(writes);
    }

    /** Copies what is first into the buffer, as much as goes in. @return whether there was anything */
    boolean gather(ByteBuffer output) {
        for (PacketWrite write : writes) {
            ByteBuffer data = write.data();
            int length = Math.min(data.remaining(), output.remaining());
            output.put(output.position(), data, data.position(), length);
            output.position(output.position() + length);
            if (!output.hasRemaining()) {
                break;
            }
        }
        return output.position() > 0;
    }

    /** So many bytes are out: tells those whose last byte was among them. */
    void taken(int count) {
        int left = count;
        for (PacketWrite first = writes.peek(); first != null; first = writes.peek()) {
            ByteBuffer data = first.data();
            int taken = Math.min(left, data.remaining());
            data.position(data.position() + taken);
            left -= taken;
            if (data.hasRemaining()) {
                return;
            }
            writes.poll();
            first.written();
        }
    }

    void abandon(IOException cause) {
        for (PacketWrite write = writes.poll(); write != null; write = writes.poll()) {
            write.failed(cause);
        }
    }
}
