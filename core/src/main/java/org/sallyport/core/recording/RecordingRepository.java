package org.sallyport.core.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Recordings and their segments as rows. Joins the caller's transaction. */
public interface RecordingRepository {
    /** After which a listing goes on. */
    record Position(Instant started, String sessionId) {
        public static Position of(RecordingRow row) {
            return new Position(row.info().started(), row.sessionId());
        }
    }

    /** @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS */
    void insert(RecordingRow recording);

    Optional<RecordingRow> find(String sessionId);

    /** Locked until the transaction ends: whoever adds segments or ends a recording holds it. */
    Optional<RecordingRow> findForUpdate(String sessionId);

    /** Replaces what may change: state, times, last number, counts and digest. */
    void update(RecordingRow recording);

    /** With its segments. @return false when there was none */
    boolean delete(String sessionId);

    /** By the session's start, newest first. */
    List<RecordingRow> list(RecordingQuery query, Optional<Position> after, int limit);

    /** Live ones without a segment since that time, longest quiet first. */
    List<RecordingRow> quietSince(Instant time, int limit);

    /** @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS */
    void insertSegment(SegmentRow segment);

    /** What became known of a segment that is there. */
    void noteDamage(String sessionId, int number, String damage);

    Optional<SegmentRow> segment(String sessionId, int number);

    /** By number. */
    List<SegmentRow> segments(String sessionId);
}
