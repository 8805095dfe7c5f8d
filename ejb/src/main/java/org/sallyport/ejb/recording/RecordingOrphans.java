package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.ejb.node.LiveSessions;
import org.sallyport.ejb.node.Presence;
import org.sallyport.ejb.transaction.Transactions;

/** Recordings whose rest nobody waits for any more: they are told to be incomplete, and taken on when it comes all the same. */
@ApplicationScoped
public class RecordingOrphans {
    /** Without a segment, until a recording is not waited for. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** At a time; above the number of sessions that can be idle at once, or these would hide the others. */
    private static final int MOST = 100_000;

    private final RecordingRepository repository;
    private final Presence presence;
    private final LiveSessions sessions;
    private final RecordingLog log;
    private final Transactions transactions;
    private final Clock clock;
    private Instant began;

    /** For the container's proxy. */
    protected RecordingOrphans() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public RecordingOrphans(
            RecordingRepository repository,
            Presence presence,
            LiveSessions sessions,
            RecordingLog log,
            Transactions transactions,
            Clock clock) {
        this.repository = repository;
        this.presence = presence;
        this.sessions = sessions;
        this.log = log;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Called by one thread at a time. @return whether any is not waited for any more */
    boolean look() {
        Instant now = clock.instant();
        if (began == null) {
            began = now;
        }
        if (began.plus(QUIET).isAfter(now)) {
            // agents must have had the time to come back to a server that was away
            return false;
        }
        Instant since = now.minus(QUIET);
        boolean any = false;
        for (RecordingRow row : transactions.required(() -> repository.quietSince(since, MOST))) {
            if (!mayGoOn(row)) {
                any |= transactions.separate(() -> end(row.sessionId(), since, now));
            }
        }
        return any;
    }

    /** An idle session sends nothing; one that has ended and lacks a segment is not idle. */
    private boolean mayGoOn(RecordingRow row) {
        if (row.lastNumber().isPresent()) {
            return false;
        }
        if (!row.recorder().isEmpty()) {
            // nodes tell nothing of what ends at a proxy
            return sessions.find(row.sessionId()).isPresent();
        }
        return presence.named(row.hostId()).stream()
                .anyMatch(node -> node.hostId().equals(row.hostId()) && node.online());
    }

    private boolean end(String sessionId, Instant since, Instant now) {
        // another server may have been first, or a segment may have come
        Optional<RecordingRow> still = repository
                .findForUpdate(sessionId)
                .filter(row ->
                        row.state() == RecordingState.LIVE && row.lastUpload().isBefore(since));
        still.ifPresent(row -> {
            List<SegmentRow> segments = repository.segments(sessionId);
            RecordingRow ended = row.ended(RecordingState.INCOMPLETE, RecordingDigest.of(segments), now);
            repository.update(ended);
            log.incomplete(ended, segments);
        });
        return still.isPresent();
    }
}
