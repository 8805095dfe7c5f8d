package org.sallyport.core.resume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;

/** One end with a program on it that sends random bytes; what is on its way to it can be cut anywhere. */
final class LinkEnd implements FrameSink {
    final ReplayBudget budget;
    final Link link;
    final ByteArrayOutputStream given = new ByteArrayOutputStream();
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    final Deque<ByteBuffer> coming = new ArrayDeque<>();
    int ends;
    long most;
    private final Random random;
    private FrameReader reader;

    LinkEnd(Random random, long capacity, Clockwork time) {
        this.random = random;
        this.budget = new ReplayBudget(capacity);
        this.link = new Link(budget.open().orElseThrow(), time::get);
        this.reader = new FrameReader(this);
    }

    /** A time that only the test moves. */
    static final class Clockwork {
        long now;

        long get() {
            return now;
        }
    }

    void give(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        given.writeBytes(data);
        link.send(ByteBuffer.wrap(data));
        most = Math.max(most, budget.reserved());
    }

    /** Writes up to this many frames. */
    void write(LinkEnd to, int most) {
        for (int i = 0; i < most; i++) {
            Optional<ByteBuffer> frame = link.next();
            if (frame.isEmpty()) {
                return;
            }
            ByteBuffer copy = ByteBuffer.allocate(frame.get().remaining());
            to.coming.add(copy.put(frame.get()).flip());
        }
    }

    /** Reads up to this many bytes, in pieces. */
    void read(int most) throws IOException {
        int left = most;
        while (left > 0 && !coming.isEmpty()) {
            ByteBuffer first = coming.peek();
            int length = Math.min(left, 1 + random.nextInt(first.remaining()));
            reader.read(first.slice(first.position(), length));
            first.position(first.position() + length);
            if (!first.hasRemaining()) {
                coming.remove();
            }
            left -= length;
        }
    }

    void lose() {
        link.lost();
        coming.clear();
        reader = new FrameReader(this);
    }

    @Override
    public void data(ByteBuffer part) throws IOException {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        got.writeBytes(bytes);
        link.taken(bytes.length);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        if (link.heard(frame)) {
            ends++;
        }
    }
}
