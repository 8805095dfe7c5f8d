package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingCheck.Fault;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.recording.MissingSegments;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingStorage;
import org.sallyport.core.recording.SegmentDiagnosis;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.ejb.recordingkey.RecordingKeys;
import org.sallyport.ejb.transaction.Transactions;

/** Compares a recording's objects with its rows, these with each other, and all of it with the audit log. */
@ApplicationScoped
public class RecordingVerifier {
    private static final int WHOLE = -1;

    private final RecordingStorage storage;
    private final RecordingKeys keys;
    private final AuditRepository audit;
    private final Transactions transactions;

    /** For the container's proxy. */
    protected RecordingVerifier() {
        this(null, null, null, null);
    }

    @Inject
    public RecordingVerifier(
            RecordingStorage storage, RecordingKeys keys, AuditRepository audit, Transactions transactions) {
        this.storage = storage;
        this.keys = keys;
        this.audit = audit;
        this.transactions = transactions;
    }

    RecordingCheck verify(RecordingLibrary.Held held) {
        RecordingRow recording = held.recording();
        List<SegmentRow> segments = held.segments();
        List<Fault> faults = new ArrayList<>();
        missing(recording, segments, faults);
        if (recording.state() != RecordingState.LIVE) {
            digests(recording, segments, faults);
        }
        long frames = 0;
        for (SegmentRow segment : segments) {
            Optional<byte[]> object = storage.get(segment.objectKey());
            if (object.isEmpty()) {
                faults.add(new Fault(segment.number(), "is not in the storage"));
                continue;
            }
            SegmentDiagnosis diagnosis = SegmentDiagnosis.of(object.get(), segment, keys);
            frames += diagnosis.frames();
            diagnosis.faults().forEach(fault -> faults.add(new Fault(segment.number(), fault)));
        }
        return new RecordingCheck(
                recording.sessionId(), recording.state(), faults.isEmpty(), segments.size(), frames, faults);
    }

    private static void missing(RecordingRow recording, List<SegmentRow> segments, List<Fault> faults) {
        for (String gap : MissingSegments.of(segments, recording.lastNumber())) {
            // of a live one more may come
            if (recording.state() != RecordingState.LIVE) {
                faults.add(new Fault(WHOLE, "segments " + gap + " are missing"));
            }
        }
    }

    private void digests(RecordingRow recording, List<SegmentRow> segments, List<Fault> faults) {
        String digest = RecordingDigest.of(segments);
        if (!digest.equals(recording.digest())) {
            faults.add(new Fault(WHOLE, "the digest of its segments' rows is not that of its own row"));
        }
        AuditEventType type = recording.state() == RecordingState.COMPLETE
                ? AuditEventType.RECORDING_COMPLETED
                : AuditEventType.RECORDING_INCOMPLETE;
        Optional<AuditEvent> event = newest(type, recording.sessionId());
        if (event.isEmpty()) {
            faults.add(new Fault(WHOLE, "the audit log has no " + type.wireName() + " of it"));
        } else if (!digest.equals(event.get().fields().get("digest"))) {
            faults.add(new Fault(
                    WHOLE,
                    "the digest of its segments' rows is not that of the audit event of "
                            + event.get().time()));
        }
    }

    private Optional<AuditEvent> newest(AuditEventType type, String session) {
        AuditQuery query = new AuditQuery(Optional.empty(), Optional.empty(), "", type.wireName(), "", session, "");
        Optional<AuditRepository.Position> from = Optional.empty();
        while (true) {
            Optional<AuditRepository.Position> before = from;
            AuditRepository.Found found = transactions.required(() -> audit.search(query, before, 1));
            if (!found.events().isEmpty() || found.next().isEmpty()) {
                return found.events().stream()
                        .map(AuditRepository.Stored::event)
                        .findFirst();
            }
            from = found.next();
        }
    }
}
