package org.sallyport.session.recording;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.session.messages.Place;
import org.sallyport.session.messages.SessionMessages;

/** All recordings on this disk: those of living sessions, and those that wait to be sent. */
public final class Recordings implements AutoCloseable {
    /** Left free for the audit spool and for the machine: nothing is recorded on a disk with less. */
    static final long RESERVE = 32L << 20;

    private static final long TICK_MILLIS = 100;

    private final Path root;
    private final Place place;
    private final Supplier<Optional<RecordingKey>> key;
    private final long reserve;
    private final FileStore disk;
    private final Map<UUID, Recorder> living = new ConcurrentHashMap<>();
    private final RecordingThreads threads;
    private final CountDownLatch ticked = new CountDownLatch(1);
    private boolean woken;
    private boolean closed;
    private long readiness;

    /** @param root for recordings alone; what was cut off there is completed */
    public Recordings(Path root, Place place, Supplier<Optional<RecordingKey>> key, RecordingThreads threads) {
        this(root, place, key, threads, RESERVE);
    }

    Recordings(Path root, Place place, Supplier<Optional<RecordingKey>> key, RecordingThreads threads, long reserve) {
        this.place = requireNonNull(place, "place");
        this.root = requireNonNull(root, "root");
        this.key = requireNonNull(key, "key");
        this.threads = requireNonNull(threads, "threads");
        this.reserve = reserve;
        try {
            this.disk = Files.getFileStore(root);
            for (RecordingFolder folder : RecordingFolder.all(root)) {
                Orphan.cutOff(folder, key, place).complete();
            }
        } catch (IOException e) {
            throw unavailable(e.getMessage(), e);
        }
        threads.writer().execute(this::tick);
    }

    /**
     * Begins a recording.
     *
     * @param failure told when it cannot go on
     * @return {@link SessionRecording#NONE} when the policy is not to record, or when it cannot be and need not be; then
     *     the failure has been told
     * @throws SallyportException STORE_UNAVAILABLE when it cannot be recorded and must be
     */
    public SessionRecording begin(RecordingInfo info, RecordingPolicy policy, SessionRecording.Failure failure) {
        if (policy.mode() == RecordingMode.OFF) {
            return SessionRecording.NONE;
        }
        try {
            requireRoom();
            RecordingKey to = key.get()
                    .orElseThrow(() -> new IOException(
                            "this " + place.layer() + " has not been told yet what to seal recordings to"));
            Recorder recorder =
                    new Recorder(RecordingFolder.create(root, info), policy, to, this, failure, System::nanoTime);
            living.put(recorder.folder().sessionId(), recorder);
            wake();
            return recorder;
        } catch (IOException e) {
            SallyportException unavailable = unavailable(e.getMessage(), e);
            if (policy.strict()) {
                throw unavailable;
            }
            failure.failed(unavailable.userMessage(), false);
            return SessionRecording.NONE;
        }
    }

    private SallyportException unavailable(String why, IOException cause) {
        return new SallyportException(
                ErrorCode.STORE_UNAVAILABLE,
                "the session cannot be recorded (" + why + "); see to the " + place.layer()
                        + "'s disk and its connection",
                "",
                cause);
    }

    void requireRoom() throws IOException {
        long free = disk.getUsableSpace();
        if (free < reserve) {
            throw new IOException("the disk has only " + (free >> 20) + " MiB left, of which " + (reserve >> 20)
                    + " are kept for the audit log");
        }
    }

    void later(Runnable work) {
        threads.tasks().execute(work);
    }

    /** There is something to write before the next tick. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** A segment may be sent. */
    synchronized void ready() {
        readiness++;
        notifyAll();
    }

    void ended(Recorder recorder, int last) {
        RecordingFolder folder = recorder.folder();
        try {
            if (last < 0) {
                folder.delete();
            } else if (recorder.isBroken()) {
                new Orphan(folder, key, "nothing is recorded from here on: the disk or the server failed").complete();
            } else {
                folder.end(last);
            }
        } catch (IOException e) {
            // as after a crash: the next start completes it
            SessionMessages.LOG.recordingNotEnded(folder.info().sessionId(), e.getMessage());
        }
        living.remove(folder.sessionId());
        ready();
    }

    /** What can be sent now, the oldest session first. */
    List<RecordingFolder> folders() throws IOException {
        List<RecordingFolder> all = new ArrayList<>(RecordingFolder.all(root));
        all.sort(java.util.Comparator.comparing(folder -> folder.info().started()));
        return all;
    }

    Optional<Recorder> living(UUID sessionId) {
        return Optional.ofNullable(living.get(sessionId));
    }

    ExecutorService tasks() {
        return threads.tasks();
    }

    Place place() {
        return place;
    }

    Supplier<Optional<RecordingKey>> key() {
        return key;
    }

    /** Waits for something to send, at most this long. @return to be given to the next call */
    synchronized long await(long seen, long millis) throws InterruptedException {
        if (readiness == seen) {
            wait(millis);
        }
        return readiness;
    }

    /** Waits until no session is recorded any more, at most this long. */
    public synchronized void awaitEnds(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); left > 0 && !living.isEmpty(); left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void tick() {
        try {
            while (awaitTick()) {
                living.values().forEach(Recordings::tick);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ticked.countDown();
        }
    }

    private static void tick(Recorder recorder) {
        try {
            recorder.tick();
        } catch (RuntimeException e) {
            // the others' recordings go on
            SessionMessages.LOG.recorderFailed(e);
        }
    }

    private synchronized boolean awaitTick() throws InterruptedException {
        while (living.isEmpty() && !closed) {
            wait();
        }
        if (!woken && !closed) {
            wait(TICK_MILLIS);
        }
        woken = false;
        return !closed;
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        ticked.await();
        // sessions that end with the agent have ended by now
        living.values().forEach(Recordings::tick);
    }
}
