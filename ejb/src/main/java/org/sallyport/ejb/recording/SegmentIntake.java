package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingService.Recorder;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.core.recording.RecordingStorage;
import org.sallyport.core.recording.SegmentHeader;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;

/** Takes segments in: checked, then their bytes durable, then the row, so that no row is without its object. */
@ApplicationScoped
public class SegmentIntake {
    private static final Duration MAX_AHEAD = Duration.ofDays(1);

    private final RecordingRepository repository;
    private final RecordingStorage storage;
    private final RecordingLog log;
    private final Transactions transactions;
    private final Clock clock;
    private final Meters meters;
    private final AtomicInteger putOff = new AtomicInteger();

    /** For the container's proxy. */
    protected SegmentIntake() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public SegmentIntake(
            RecordingRepository repository,
            RecordingStorage storage,
            RecordingLog log,
            Transactions transactions,
            Clock clock,
            Meters meters) {
        this.repository = repository;
        this.storage = storage;
        this.log = log;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    /** @return whether every segment up to the last one is there */
    boolean store(Caller caller, Recorder recorder, RecordingInfo claimed, Upload upload) {
        try {
            RecordingInfo info = UploadCheck.checked(
                    claimed, recorder.node(), clock.instant().plus(MAX_AHEAD));
            UploadCheck.require(info, upload);
            SegmentRow segment = row(info, upload);
            Optional<Boolean> known = transactions.required(() -> known(recorder, segment, upload.last()));
            if (known.isPresent()) {
                return known.get();
            }
            storage.put(segment.objectKey(), upload.content());
            putOff.set(0);
            boolean complete = added(recorder, info, segment, upload.last());
            meters.add(Metric.RECORDING_SEGMENTS, Map.of(), 1);
            meters.add(Metric.RECORDING_BYTES, Map.of(), segment.size());
            return complete;
        } catch (SallyportException refusal) {
            if (refusal.code() == ErrorCode.STORE_UNAVAILABLE) {
                told(refusal);
            } else {
                log.refused(caller, recorder, claimed.sessionId(), upload.number(), refusal);
            }
            throw refusal;
        }
    }

    /** 1, 2, 4, 8 ...: every agent comes again and again until the storage is back. */
    private void told(SallyportException away) {
        int times = putOff.incrementAndGet();
        if (Integer.bitCount(times) == 1) {
            ServerLog.LOG.segmentsWait(times, away.userMessage());
        }
    }

    private static SegmentRow row(RecordingInfo info, Upload upload) {
        String session = info.sessionId();
        byte[] header = Arrays.copyOf(upload.content(), SegmentHeader.BYTES);
        return new SegmentRow(
                session,
                upload.number(),
                upload.content().length,
                RecordingDigest.of(upload.content()),
                HexFormat.of().formatHex(header),
                upload.damage(),
                session.substring(0, 2) + "/" + session + "/" + upload.number() + ".seg");
    }

    /** The answer to a segment that is there already. */
    private Optional<Boolean> known(Recorder recorder, SegmentRow segment, boolean last) {
        Optional<RecordingRow> recording = repository.findForUpdate(segment.sessionId());
        if (recording.isEmpty()) {
            return Optional.empty();
        }
        requireOwn(recorder, recording.get());
        Optional<SegmentRow> there = repository.segment(segment.sessionId(), segment.number());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (!there.get().sha256().equals(segment.sha256())) {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS,
                    "Auth Service refused a segment: segment " + segment.number() + " of session " + segment.sessionId()
                            + " is there with another content; a segment does not change");
        }
        if (there.get().damage().isEmpty() && !segment.damage().isEmpty()) {
            repository.noteDamage(segment.sessionId(), segment.number(), segment.damage());
        }
        // sent again because only now it is known to be the last one
        return Optional.of(ended(recording.get(), segment.number(), last));
    }

    private boolean added(Recorder recorder, RecordingInfo info, SegmentRow segment, boolean last) {
        try {
            return transactions.separate(() -> add(recorder, info, segment, last));
        } catch (SallyportException race) {
            if (race.code() != ErrorCode.ALREADY_EXISTS) {
                throw race;
            }
            // two began the recording, or sent this segment, at the same moment: the other one is there now
            return transactions.separate(() -> add(recorder, info, segment, last));
        }
    }

    private boolean add(Recorder recorder, RecordingInfo info, SegmentRow segment, boolean last) {
        Optional<Boolean> known = known(recorder, segment, last);
        if (known.isPresent()) {
            return known.get();
        }
        Instant now = clock.instant();
        Optional<RecordingRow> there = repository.find(info.sessionId());
        RecordingRow before = there.orElseGet(() -> RecordingRow.begin(info, recorder.hostId(), recorder.name(), now));
        if (there.isEmpty()) {
            repository.insert(before);
        }
        if (before.lastNumber().isPresent()
                && segment.number() > before.lastNumber().getAsInt()) {
            throw beyond(segment, before.lastNumber().getAsInt());
        }
        repository.insertSegment(segment);
        RecordingRow after = before.with(segment, now);
        repository.update(after);
        return ended(after, segment.number(), last);
    }

    /** Notes the last number, and that everything is there once it is. Within the lock of the row. */
    private boolean ended(RecordingRow recording, int number, boolean last) {
        RecordingRow known = recording;
        if (last && (recording.lastNumber().isEmpty() || recording.lastNumber().getAsInt() != number)) {
            requireLast(recording, number);
            known = recording.endingWith(number);
            repository.update(known);
        }
        if (known.state() == RecordingState.COMPLETE) {
            return true;
        }
        if (known.lastNumber().isEmpty()
                || known.segments() <= known.lastNumber().getAsInt()) {
            return false;
        }
        List<SegmentRow> segments = repository.segments(known.sessionId());
        RecordingRow complete = known.ended(RecordingState.COMPLETE, RecordingDigest.of(segments), clock.instant());
        repository.update(complete);
        log.completed(complete, segments);
        return true;
    }

    private void requireLast(RecordingRow recording, int number) {
        if (recording.lastNumber().isPresent()) {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS,
                    "Auth Service refused a segment: the last one of session " + recording.sessionId() + " is "
                            + recording.lastNumber().getAsInt() + ", not " + number);
        }
        List<SegmentRow> segments = repository.segments(recording.sessionId());
        int highest = segments.isEmpty() ? 0 : segments.getLast().number();
        if (highest > number) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service refused a segment: " + number + " cannot be the last one of session "
                            + recording.sessionId() + ", " + highest + " is there");
        }
    }

    private static SallyportException beyond(SegmentRow segment, int last) {
        return new SallyportException(
                ErrorCode.ALREADY_EXISTS,
                "Auth Service refused a segment: the recording of session " + segment.sessionId()
                        + " ends with segment " + last + ", nothing is added behind it");
    }

    private static void requireOwn(Recorder recorder, RecordingRow recording) {
        if (!recording.hostId().equals(recorder.hostId())
                || !recording.recorder().equals(recorder.name())) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Auth Service refused a segment: session " + recording.sessionId()
                            + " is not one of this agent's or proxy's; each sends recordings of its own sessions only");
        }
    }
}
