package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.MissingSegments;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRepository.Position;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingStorage;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.recordingkey.RecordingKeys;
import org.sallyport.ejb.transaction.Transactions;

/** The recordings that are there, whoever asks. */
@ApplicationScoped
public class RecordingLibrary {
    private final RecordingRepository repository;
    private final RecordingStorage storage;
    private final RecordingKeys keys;
    private final RecordingLog log;
    private final Transactions transactions;

    /** A recording with its segments, as of one moment. */
    record Held(RecordingRow recording, List<SegmentRow> segments) {}

    /** For the container's proxy. */
    protected RecordingLibrary() {
        this(null, null, null, null, null);
    }

    @Inject
    public RecordingLibrary(
            RecordingRepository repository,
            RecordingStorage storage,
            RecordingKeys keys,
            RecordingLog log,
            Transactions transactions) {
        this.repository = repository;
        this.storage = storage;
        this.keys = keys;
        this.log = log;
        this.transactions = transactions;
    }

    List<RecordingRow> list(RecordingQuery query, Optional<Position> after, int limit) {
        return transactions.required(() -> repository.list(query, after, limit));
    }

    /** For rules that ask whose it is: what is not there is nobody's. */
    ResourceTarget target(String sessionId) {
        return transactions
                .required(() -> repository.find(sessionId))
                .map(RecordingLibrary::target)
                .orElseGet(() -> new ResourceTarget(ResourceTarget.RECORDING, sessionId));
    }

    static ResourceTarget target(RecordingRow row) {
        return ResourceTarget.recording(
                row.sessionId(),
                row.info().user(),
                row.info().login(),
                row.info().node());
    }

    /** @throws SallyportException NOT_FOUND */
    Held held(String sessionId) {
        return transactions.required(() -> {
            RecordingRow recording = repository
                    .find(sessionId)
                    .orElseThrow(() -> Authorizer.notFound(ResourceTarget.RECORDING, sessionId));
            return new Held(recording, repository.segments(sessionId));
        });
    }

    Playback playback(Held held) {
        return new Playback(held.recording(), held.segments(), storage, keys);
    }

    /** Of one in a listing. */
    static RecordingView view(RecordingRow row) {
        return view(row, List.of(), List.of());
    }

    static RecordingView view(Held held) {
        List<String> missing =
                MissingSegments.of(held.segments(), held.recording().lastNumber());
        List<String> damage = held.segments().stream()
                .filter(segment -> !segment.damage().isEmpty())
                .map(segment -> segment.number() + ": " + segment.damage())
                .toList();
        // that its end is not there is what live means
        boolean live = held.recording().state() == RecordingState.LIVE;
        List<String> told =
                missing.stream().filter(gap -> !live || !gap.endsWith("-")).toList();
        return view(held.recording(), told, damage);
    }

    private static RecordingView view(RecordingRow row, List<String> missing, List<String> damage) {
        return new RecordingView(
                row.info(),
                row.hostId(),
                row.state(),
                row.lastUpload(),
                row.ended().orElse(null),
                row.segments(),
                row.bytes(),
                row.digest(),
                missing,
                damage);
    }

    /** The audit log says so before anything is gone; objects that could not be removed are told in the server's log. */
    void delete(Caller caller, String sessionId) {
        List<SegmentRow> segments = transactions.separate(() -> {
            RecordingRow recording = repository
                    .findForUpdate(sessionId)
                    .orElseThrow(() -> Authorizer.notFound(ResourceTarget.RECORDING, sessionId));
            if (recording.state() == RecordingState.LIVE) {
                throw new SallyportException(
                        ErrorCode.IN_USE,
                        "Auth Service: the recording of session " + sessionId
                                + " is live; end the session (a lock does), then delete it");
            }
            List<SegmentRow> all = repository.segments(sessionId);
            repository.delete(sessionId);
            log.deleted(caller, recording);
            return all;
        });
        for (SegmentRow segment : segments) {
            try {
                storage.delete(segment.objectKey());
            } catch (SallyportException left) {
                ServerLog.LOG.recordingLeftOver(segment.objectKey(), left.userMessage());
            }
        }
    }
}
