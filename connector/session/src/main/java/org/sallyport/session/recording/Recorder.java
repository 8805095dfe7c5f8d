package org.sallyport.session.recording;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.recording.RecordedEvent;
import org.sallyport.core.recording.SegmentSealer;
import org.sallyport.session.messages.SessionMessages;

/**
 * One session's recording while it lives. Events come on the session's threads and are gathered; {@link #tick} writes
 * them, cuts segments and has them put on disk. Time is measured from the start and knows nothing of the wall clock.
 */
final class Recorder implements SessionRecording {
    /** What a segment may grow to before the next one is begun; the server takes 2 MiB. */
    static final long SEGMENT = 1 << 20;

    /** A segment is cut at this age, so that the server has a living session almost as it is. */
    private static final long CUT_MICROS = TimeUnit.SECONDS.toMicros(3);

    private static final long SYNC_CUT_MICROS = TimeUnit.MILLISECONDS.toMicros(200);

    private static final long FORCE_MICROS = TimeUnit.MILLISECONDS.toMicros(400);

    private final RecordingFolder folder;
    private final RecordingPolicy policy;
    private final Recordings recordings;
    private final Failure failure;
    private final LongSupplier nanos;
    private final RecordingKey key;
    private final long started;
    private final Deque<SegmentFile> cut = new ArrayDeque<>();
    private final ServerLeash leash = new ServerLeash();
    private SegmentFile current;
    private SegmentSealer sealer;
    private int onDisk = -1;
    private boolean ended;
    private boolean folderSynced;
    private long forced;
    private String broken = "";

    Recorder(
            RecordingFolder folder,
            RecordingPolicy policy,
            RecordingKey key,
            Recordings recordings,
            Failure failure,
            LongSupplier nanos) {
        this.folder = requireNonNull(folder, "folder");
        this.policy = requireNonNull(policy, "policy");
        this.key = requireNonNull(key, "key");
        this.recordings = requireNonNull(recordings, "recordings");
        this.failure = requireNonNull(failure, "failure");
        this.nanos = requireNonNull(nanos, "nanos");
        this.started = nanos.getAsLong();
    }

    @Override
    public void output(byte[] data, int offset, int length) {
        add(RecordedEvent.OUTPUT, data, offset, length);
    }

    @Override
    public void error(byte[] data, int offset, int length) {
        add(RecordedEvent.ERROR, data, offset, length);
    }

    @Override
    public void input(byte[] data, int offset, int length) {
        if (policy.input()) {
            add(RecordedEvent.INPUT, data, offset, length);
        }
    }

    @Override
    public void resize(int columns, int rows) {
        text(RecordedEvent.RESIZE, columns + "x" + rows);
    }

    @Override
    public void marker(String line) {
        text(RecordedEvent.MARKER, line);
    }

    private void text(char code, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        add(code, bytes, 0, bytes.length);
    }

    private void add(char code, byte[] data, int offset, int length) {
        int end = offset + length;
        int from = offset;
        do {
            int piece = Math.min(SegmentFile.PIECE, end - from);
            addPiece(code, data, from, piece);
            from += piece;
        } while (from < end);
    }

    private void addPiece(char code, byte[] data, int offset, int length) {
        boolean news;
        synchronized (this) {
            awaitServer();
            if (!usable()) {
                return;
            }
            try {
                long now = micros();
                if (current == null) {
                    recordings.requireRoom();
                    sealer = sealer == null ? SegmentSealer.begin(folder.sessionId(), 0, now, key) : sealer.next(now);
                    current = new SegmentFile(folder, sealer);
                }
                current.add(now, code, data, offset, length);
                news = current.written() >= SEGMENT;
                if (news) {
                    cut();
                }
            } catch (IOException e) {
                fail(e.getMessage());
                usable();
                return;
            }
        }
        if (news) {
            recordings.wake();
        }
    }

    /** @return whether there is something to record to. @throws SallyportException when there must be */
    private boolean usable() {
        if (broken.isEmpty()) {
            return !ended;
        }
        if (policy.strict()) {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, broken);
        }
        return false;
    }

    private long micros() {
        return TimeUnit.NANOSECONDS.toMicros(nanos.getAsLong() - started);
    }

    private void cut() throws IOException {
        current.flush();
        cut.add(current);
        if (policy.mode().sync()) {
            leash.cut(current.number(), current.began());
        }
        current = null;
    }

    private void fail(String why) {
        if (broken.isEmpty()) {
            broken = "the session cannot be recorded any more (" + why + "); see to the "
                    + recordings.place().layer() + "'s disk and its connection";
            notifyAll();
            String told = broken;
            SessionMessages.LOG.sessionNotRecorded(folder.info().sessionId(), told);
            recordings.later(() -> failure.failed(told, policy.strict()));
        }
    }

    private void awaitServer() {
        try {
            while (broken.isEmpty() && leash.isTaut(micros())) {
                wait(100);
                judgeServer();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judgeServer() {
        leash.broken(micros()).ifPresent(this::fail);
    }

    /** Called ten times a second. */
    void tick() {
        SegmentFile living = null;
        Deque<SegmentFile> done;
        boolean over;
        synchronized (this) {
            judgeServer();
            try {
                if (current != null) {
                    recordings.requireRoom();
                    current.flush();
                    long age = policy.mode().sync() ? SYNC_CUT_MICROS : CUT_MICROS;
                    if (micros() - current.began() >= age) {
                        cut();
                    }
                }
            } catch (IOException e) {
                fail(e.getMessage());
            }
            if (current != null && micros() - forced >= FORCE_MICROS) {
                forced = micros();
                living = current;
            }
            done = new ArrayDeque<>(cut);
            cut.clear();
            over = ended;
        }
        force(living, done);
        if (over) {
            recordings.ended(this, highest());
        }
    }

    /** Outside the lock: a disk that takes its time must not hold up the session. */
    private void force(SegmentFile living, Deque<SegmentFile> done) {
        try {
            if (!folderSynced) {
                folderSynced = true;
                folder.sync();
            }
            for (SegmentFile segment : done) {
                segment.force();
                segment.close();
                synchronized (this) {
                    onDisk = segment.number();
                }
            }
            if (living != null) {
                living.force();
            }
        } catch (IOException e) {
            synchronized (this) {
                fail(e.getMessage());
            }
        }
        if (!done.isEmpty()) {
            recordings.ready();
        }
    }

    /** The highest number that may be sent; the last one waits for the folder to say that it is. */
    synchronized int onDisk() {
        return ended ? Math.min(onDisk, highest() - 1) : onDisk;
    }

    /** Of all segments; -1 for none. */
    private int highest() {
        return sealer == null ? -1 : sealer.header().number();
    }

    /** Whether it stopped before the session did. */
    synchronized boolean isBroken() {
        return !broken.isEmpty();
    }

    /** The server has it. */
    synchronized void acknowledged(int number) {
        leash.acknowledged(number);
        notifyAll();
    }

    RecordingFolder folder() {
        return folder;
    }

    @Override
    public void end(String status) {
        try {
            if (!status.isEmpty()) {
                text(RecordedEvent.EXIT, status);
            } else {
                marker("the connection ended before the process did");
            }
        } catch (SallyportException alreadyTold) {
            SessionMessages.LOG.debugf(
                    "recording of %s has no end: %s", folder.info().sessionId(), broken);
        }
        synchronized (this) {
            ended = true;
            try {
                if (current != null) {
                    cut();
                }
            } catch (IOException e) {
                fail(e.getMessage());
            }
        }
        recordings.wake();
    }
}
