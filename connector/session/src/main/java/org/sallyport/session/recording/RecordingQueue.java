package org.sallyport.session.recording;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.sallyport.core.recording.BrokenSegmentException;
import org.sallyport.core.recording.SegmentScan;
import org.sallyport.session.messages.SessionMessages;

/** Segments on their way to the Auth Service. One that is damaged or refused holds up no other session's. */
public final class RecordingQueue {
    private static final long LOOK_MILLIS = 5_000;
    private static final long REST_NANOS = 60_000_000_000L;
    /** Sessions that are sent at a time: for most of a segment's way there is only waiting. */
    private static final int LANES = 4;

    /** Sends one. */
    @FunctionalInterface
    public interface Sender {
        /**
         * @return whether the server has it; false when it refuses it and would again
         * @throws RuntimeException when there is no server to ask at the moment
         */
        boolean send(SegmentUpload upload) throws InterruptedException;
    }

    private final Recordings recordings;
    private final Map<UUID, Long> resting = new ConcurrentHashMap<>();
    private final Semaphore lanes = new Semaphore(LANES);
    private volatile boolean ending;
    private long seen = -1;

    public RecordingQueue(Recordings recordings) {
        this.recordings = requireNonNull(recordings, "recordings");
    }

    /** Sends until it is interrupted, or ended and nothing is left that can be sent. */
    public void run(Sender sender) throws InterruptedException {
        boolean last;
        do {
            seen = recordings.await(seen, LOOK_MILLIS);
            // asked before the folders are looked at: what was there by then is sent
            last = ending;
            boolean more = true;
            while (more) {
                more = sendRound(sender);
            }
        } while (!last);
    }

    /** What is there is sent yet, nothing that comes. */
    public void end() {
        ending = true;
        recordings.ready();
    }

    /** One segment of each session: a long one holds up no other. @return whether there was one to send */
    boolean sendRound(Sender sender) throws InterruptedException {
        List<Callable<Boolean>> sendings = new ArrayList<>();
        try {
            for (RecordingFolder folder : recordings.folders()) {
                Long since = resting.get(folder.sessionId());
                if (since == null || System.nanoTime() - since > REST_NANOS) {
                    resting.remove(folder.sessionId());
                    sendings.add(() -> sendInLane(folder, sender));
                }
            }
            boolean any = false;
            for (Future<Boolean> sending : recordings.tasks().invokeAll(sendings)) {
                any |= sending.get();
            }
            return any;
        } catch (IOException e) {
            SessionMessages.LOG.recordingsWait(e.getMessage());
        } catch (ExecutionException e) {
            waits(e.getCause());
        }
        return false;
    }

    private boolean sendInLane(RecordingFolder folder, Sender sender) throws InterruptedException, IOException {
        lanes.acquire();
        try {
            return send(folder, sender);
        } finally {
            lanes.release();
        }
    }

    private static void waits(Throwable why) throws InterruptedException {
        switch (why) {
            case IOException disk -> SessionMessages.LOG.recordingsWait(disk.getMessage());
            case InterruptedException stopped -> throw stopped;
            case RuntimeException noServer -> throw noServer;
            default -> throw new IllegalStateException(why);
        }
    }

    private boolean send(RecordingFolder folder, Sender sender) throws InterruptedException, IOException {
        Optional<Recorder> recorder = recordings.living(folder.sessionId());
        // asked before the files are listed: what is ended now has all its files
        OptionalInt last = folder.last();
        boolean over = last.isPresent();
        int most = last.orElse(recorder.map(Recorder::onDisk).orElse(-1));
        TreeSet<Integer> waiting = new TreeSet<>(folder.waiting().headSet(most, true));
        if (waiting.isEmpty()) {
            if (over) {
                folder.delete();
            }
            return false;
        }
        int number = waiting.first();
        if (!sender.send(read(folder, number, over && number == most))) {
            resting.put(folder.sessionId(), System.nanoTime());
            return false;
        }
        folder.sent(number);
        recorder.ifPresent(living -> living.acknowledged(number));
        return true;
    }

    private SegmentUpload read(RecordingFolder folder, int number, boolean last) throws IOException {
        Path file = folder.segment(number);
        byte[] content = Files.readAllBytes(file);
        try {
            SegmentScan scan = SegmentScan.of(new ByteArrayInputStream(content));
            if (scan.damage().isEmpty()) {
                return new SegmentUpload(folder.info(), number, content, last, "");
            }
            SessionMessages.LOG.segmentDamaged(file.toString(), scan.damage().get());
            byte[] good = java.util.Arrays.copyOf(content, Math.toIntExact(scan.goodBytes()));
            return new SegmentUpload(
                    folder.info(), number, good, last, scan.damage().get());
        } catch (BrokenSegmentException e) {
            return replaced(folder, number, last, e.getMessage());
        }
    }

    /** Nothing of it can be read: in its place goes one that says so, and it is kept for a person to look at. */
    private SegmentUpload replaced(RecordingFolder folder, int number, boolean last, String damage) throws IOException {
        SessionMessages.LOG.segmentDamaged(folder.segment(number).toString(), damage);
        var to = recordings.key().get().orElseThrow(() -> new IOException("there is no key to seal recordings to"));
        Path aside = folder.setAside(number);
        Orphan.marker(
                folder,
                number,
                0,
                "a part of the recording was damaged on the "
                        + recordings.place().layer() + "'s disk: " + damage,
                to);
        SessionMessages.LOG.segmentSetAside(aside.toString());
        return new SegmentUpload(
                folder.info(), number, Files.readAllBytes(folder.segment(number)), last, "all of it: " + damage);
    }
}
