package org.sallyport.web.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.RecordingCheck;
import org.sallyport.api.rest.RecordingView;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.fakes.MemoryRecordingStorage;
import org.sallyport.core.fakes.SealedSession;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.core.recording.Playback;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.SegmentRow;

/** One whole recording of three segments, for everybody. */
public final class FakeRecordingService implements RecordingService {
    private final X25519Kem.Pair pair = X25519Kem.generate();
    public final SealedSession session = new SealedSession(new RecordingKey("0123456789abcdef", pair.publicKey()), 3);
    public final MemoryRecordingStorage storage = new MemoryRecordingStorage();
    public final List<Boolean> playbacks = new ArrayList<>();
    public RecordingQuery asked;

    public FakeRecordingService() {
        for (int i = 0; i < session.segments.size(); i++) {
            storage.put(session.row(i).objectKey(), session.segments.get(i));
        }
    }

    private RecordingRow row() {
        return new RecordingRow(
                session.info("ann", "web1"),
                "host-1",
                "",
                RecordingState.COMPLETE,
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                OptionalInt.of(2),
                3,
                1000,
                "d");
    }

    @Override
    public boolean storeSegment(Caller.Agent caller, RecordingInfo info, Upload upload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean storeSegment(Caller.System caller, Recorder recorder, RecordingInfo info, Upload upload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<RecordingView> list(Caller caller, RecordingQuery query, String cursor, int limit) {
        asked = query;
        return new Page<>(List.of(get(caller, session.id.toString())), "next");
    }

    @Override
    public RecordingView get(Caller caller, String sessionId) {
        known(sessionId);
        RecordingRow row = row();
        return new RecordingView(
                row.info(),
                row.hostId(),
                row.state(),
                row.lastUpload(),
                row.ended().orElse(null),
                row.segments(),
                row.bytes(),
                row.digest(),
                List.of(),
                List.of());
    }

    private void known(String sessionId) {
        if (!sessionId.equals(session.id.toString())) {
            throw new SallyportException(ErrorCode.NOT_FOUND, "there is no recording " + sessionId);
        }
    }

    @Override
    public Playback play(Caller caller, String sessionId, boolean goingOn) {
        known(sessionId);
        playbacks.add(goingOn);
        List<SegmentRow> segments = List.of(session.row(0), session.row(1), session.row(2));
        return new Playback(
                row(),
                segments,
                storage,
                (id, encapsulation) -> X25519Kem.decapsulate(pair.privateKey(), encapsulation));
    }

    @Override
    public RecordingCheck verify(Caller caller, String sessionId) {
        known(sessionId);
        return new RecordingCheck(sessionId, RecordingState.COMPLETE, true, 3, 9, List.of());
    }

    @Override
    public void delete(Caller caller, String sessionId) {
        known(sessionId);
    }
}
