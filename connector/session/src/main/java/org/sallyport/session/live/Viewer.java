package org.sallyport.session.live;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.sallyport.api.session.Participant;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Moderation.Present;
import org.sallyport.core.access.Subject;

/**
 * Somebody in a session that another connection started, and what he has not read of it yet. Who brings output never
 * waits for him: what he does not read within {@link #MOST} bytes ends his part. Thread-safe.
 */
public final class Viewer {
    static final int MOST = 1 << 20;

    /** What a piece takes beside its bytes: a terminal's output may come one by one. */
    private static final int PIECE = 64;

    private final Subject subject;
    private final SessionMode mode;
    private final Instant since;
    private final Consumer<String> left;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int waiting;
    private boolean closed;

    /** @param left told once why he is no longer in the session; must not block */
    public Viewer(Subject subject, SessionMode mode, Instant since, Consumer<String> left) {
        this.subject = requireNonNull(subject, "subject");
        this.mode = requireNonNull(mode, "mode");
        this.since = requireNonNull(since, "since");
        this.left = requireNonNull(left, "left");
    }

    public SessionMode mode() {
        return mode;
    }

    String user() {
        return subject.user();
    }

    Present present() {
        return new Present(subject, mode);
    }

    Participant participant() {
        return new Participant(subject.user(), mode, since);
    }

    /** @param data not changed afterwards: all viewers share it. @return false when he reads too slowly */
    synchronized boolean offer(byte[] data) {
        if (closed) {
            return true;
        }
        if (waiting + data.length + PIECE > MOST) {
            return false;
        }
        add(data);
        return true;
    }

    private void add(byte[] data) {
        queue.add(data);
        waiting += data.length + PIECE;
        notifyAll();
    }

    /** After what waits for him comes this line, then nothing. */
    void close(String line, String why) {
        close(line, why, false);
    }

    /** What waits for him is thrown away. */
    void drop(String line, String why) {
        close(line, why, true);
    }

    private void close(String line, String why, boolean drop) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (drop) {
                queue.clear();
                waiting = 0;
            }
            closed = true;
            add(Room.onItsOwn(line).getBytes(StandardCharsets.UTF_8));
        }
        left.accept(why);
    }

    /** Blocks. @return what comes next; empty when nothing will */
    public synchronized Optional<byte[]> take() throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            wait();
        }
        byte[] next = queue.poll();
        if (next == null) {
            return Optional.empty();
        }
        waiting -= next.length + PIECE;
        return Optional.of(next);
    }
}
