package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.session.messages.Place;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.recording.RecordingQueue;
import org.sallyport.session.recording.RecordingThreads;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.recording.SegmentUpload;

/** This proxy's recordings: on its disk, and from there to the store, where they wait while that is away. */
final class ProxyRecordings implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1_000;
    private static final Duration ENDS = Duration.ofSeconds(3);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final ProxySessions sessions;
    private final Recordings recordings;
    private final Future<?> sending;
    private final RecordingQueue queue;
    private volatile boolean closing;
    private volatile boolean waiting;

    /** @param root for recordings alone; what was cut off there is completed */
    ProxyRecordings(ProxySessions sessions, Path root, RecordingThreads threads) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.recordings = new Recordings(made(root), Place.PROXY, this::key, threads);
        this.queue = new RecordingQueue(recordings);
        this.sending = threads.tasks().submit(() -> {
            queue.run(this::store);
            return null;
        });
    }

    private static Path made(Path root) {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            return root;
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_CONFIG,
                    "connector: the directory " + root + " for recordings cannot be made; let the server write there",
                    "",
                    e);
        }
    }

    /** None while nobody can say: sessions that must be recorded are refused then. */
    private Optional<RecordingKey> key() {
        try {
            return sessions.recordingKey();
        } catch (SallyportException e) {
            ConnectorLog.LOG.debugf(e, "no key to seal recordings to");
            return Optional.empty();
        }
    }

    Recordings recordings() {
        return recordings;
    }

    private boolean store(SegmentUpload upload) throws InterruptedException {
        while (true) {
            try {
                var unused = sessions.storeSegment(
                        upload.info(),
                        new RecordingService.Upload(upload.number(), upload.content(), upload.last(), upload.damage()));
                waiting = false;
                return true;
            } catch (SallyportException e) {
                if (refused(e)) {
                    SessionMessages.LOG.segmentRefused(upload.info().sessionId(), upload.number(), e.userMessage());
                    return false;
                }
                if (closing) {
                    throw e;
                }
                if (!waiting) {
                    waiting = true;
                    SessionMessages.LOG.recordingsWait(e.userMessage());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** It would be again: what is away, or failed inside, may be there the next time. */
    private static boolean refused(SallyportException e) {
        return e.type() != ErrorType.UNAVAILABLE && e.type() != ErrorType.INTERNAL && e.type() != ErrorType.LIMITED;
    }

    @Override
    public void close() throws InterruptedException {
        recordings.awaitEnds(ENDS);
        recordings.close();
        closing = true;
        queue.end();
        try {
            var unused = sending.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            ConnectorLog.LOG.recordingsUnsent(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            ConnectorLog.LOG.recordingsUnsent("they took longer than " + LAST.toSeconds() + " s");
        } finally {
            sending.cancel(true);
        }
    }
}
