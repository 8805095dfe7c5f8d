package org.sallyport.core.resume;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What was given to be sent and is not acknowledged, as frames that are written from where they lie. */
final class ReplayBuffer {
    /** An array's and a queue's own need. */
    private static final int OVERHEAD = 32;

    private final ReplayBudget.Share share;
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long held;
    /** The other end has everything before it. */
    private long acknowledged;
    /** Where {@link #sent} begins; a frame stays until all of it is acknowledged. */
    private long begin;

    private long next;
    private long end;

    ReplayBuffer(ReplayBudget.Share share) {
        this.share = share;
    }

    void append(ByteBuffer source) {
        while (source.hasRemaining()) {
            byte[] frame = FrameCodec.data(source, Math.min(source.remaining(), FrameCodec.MOST_DATA));
            waiting.add(frame);
            end += length(frame);
            held += frame.length + OVERHEAD;
        }
        share.held(held);
    }

    /** The next frame to write. */
    Optional<ByteBuffer> take() {
        byte[] frame = waiting.poll();
        if (frame == null) {
            return Optional.empty();
        }
        sent.add(frame);
        next += length(frame);
        return Optional.of(ByteBuffer.wrap(frame));
    }

    /** @param received how many bytes the other end has by its own word */
    void acknowledge(long received) throws BrokenLinkException {
        if (received < acknowledged || received > next) {
            throw new BrokenLinkException(
                    received + " bytes acknowledged, not " + acknowledged + " to " + next + " as sent");
        }
        acknowledged = received;
        for (byte[] frame = sent.peek(); frame != null && begin + length(frame) <= received; frame = sent.peek()) {
            sent.remove();
            drop(frame);
        }
        share.held(held);
    }

    /** Goes back to where the other end is. */
    void rewind(long received) throws BrokenLinkException {
        acknowledge(received);
        for (byte[] frame = sent.pollLast(); frame != null; frame = sent.pollLast()) {
            waiting.addFirst(frame);
        }
        int known = (int) (received - begin);
        if (known > 0) {
            byte[] frame = waiting.remove();
            drop(frame);
            ByteBuffer rest = ByteBuffer.wrap(frame).position(FrameCodec.HEADER + known);
            byte[] shorter = FrameCodec.data(rest, rest.remaining());
            waiting.addFirst(shorter);
            held += shorter.length + OVERHEAD;
            begin = received;
        }
        next = begin;
        share.held(held);
    }

    private void drop(byte[] frame) {
        begin += length(frame);
        held -= frame.length + OVERHEAD;
    }

    private static int length(byte[] frame) {
        return frame.length - FrameCodec.HEADER;
    }

    /** Bytes taken by {@link #take} so far. */
    long next() {
        return next;
    }

    long end() {
        return end;
    }

    boolean isFull() {
        return share.full();
    }

    void clear() {
        sent.clear();
        waiting.clear();
        held = 0;
        share.close();
    }
}
