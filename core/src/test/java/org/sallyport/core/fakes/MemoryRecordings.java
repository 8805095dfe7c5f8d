package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.SegmentRow;

/** {@link RecordingRepository} in memory. */
public final class MemoryRecordings implements RecordingRepository {
    private static final Comparator<RecordingRow> NEWEST = Comparator.comparing(
                    (RecordingRow row) -> row.info().started())
            .thenComparing(RecordingRow::sessionId)
            .reversed();

    private final MemoryStore store;
    private final MemoryStore.Table<String, RecordingRow> recordings;
    private final MemoryStore.Table<String, SegmentRow> segments;

    public MemoryRecordings(MemoryStore store) {
        this.store = store;
        this.recordings = store.table();
        this.segments = store.table();
    }

    @Override
    public void insert(RecordingRow recording) {
        store.run(() -> {
            if (recordings.rows().putIfAbsent(recording.sessionId(), recording) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "this session has a recording");
            }
        });
    }

    @Override
    public Optional<RecordingRow> find(String sessionId) {
        return store.call(() -> Optional.ofNullable(recordings.rows().get(sessionId)));
    }

    @Override
    public Optional<RecordingRow> findForUpdate(String sessionId) {
        return find(sessionId);
    }

    @Override
    public void update(RecordingRow recording) {
        store.run(() -> recordings.rows().put(recording.sessionId(), recording));
    }

    @Override
    public boolean delete(String sessionId) {
        return store.call(() -> {
            segments.rows().values().removeIf(row -> row.sessionId().equals(sessionId));
            return recordings.rows().remove(sessionId) != null;
        });
    }

    @Override
    public List<RecordingRow> list(RecordingQuery query, Optional<Position> after, int limit) {
        return store.call(() -> recordings.rows().values().stream()
                .filter(row -> matches(row, query))
                .sorted(NEWEST)
                .filter(row -> after.map(last -> isBehind(row, last)).orElse(true))
                .limit(limit)
                .toList());
    }

    private static boolean matches(RecordingRow row, RecordingQuery query) {
        return (query.user().isEmpty() || query.user().equals(row.info().user()))
                && (query.node().isEmpty()
                        || query.node().equals(row.info().node())
                        || query.node().equals(row.hostId()))
                && query.from()
                        .map(from -> !row.info().started().isBefore(from))
                        .orElse(true)
                && query.to().map(to -> row.info().started().isBefore(to)).orElse(true)
                && query.state().map(row.state()::equals).orElse(true)
                && row.info().command().contains(query.text());
    }

    private static boolean isBehind(RecordingRow row, Position last) {
        int order = row.info().started().compareTo(last.started());
        return order < 0 || (order == 0 && row.sessionId().compareTo(last.sessionId()) < 0);
    }

    @Override
    public List<RecordingRow> quietSince(Instant time, int limit) {
        return store.call(() -> recordings.rows().values().stream()
                .filter(row ->
                        row.state() == RecordingState.LIVE && row.lastUpload().isBefore(time))
                .sorted(Comparator.comparing(RecordingRow::lastUpload))
                .limit(limit)
                .toList());
    }

    @Override
    public void insertSegment(SegmentRow segment) {
        store.run(() -> {
            if (segments.rows().putIfAbsent(key(segment.sessionId(), segment.number()), segment) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "the session has this segment");
            }
        });
    }

    @Override
    public void noteDamage(String sessionId, int number, String damage) {
        store.run(() -> segments.rows()
                .computeIfPresent(
                        key(sessionId, number),
                        (key, row) -> new SegmentRow(
                                sessionId, number, row.size(), row.sha256(), row.header(), damage, row.objectKey())));
    }

    @Override
    public Optional<SegmentRow> segment(String sessionId, int number) {
        return store.call(() -> Optional.ofNullable(segments.rows().get(key(sessionId, number))));
    }

    @Override
    public List<SegmentRow> segments(String sessionId) {
        return store.call(() -> segments.rows().values().stream()
                .filter(row -> row.sessionId().equals(sessionId))
                .toList());
    }

    private static String key(String sessionId, int number) {
        return "%s/%010d".formatted(sessionId, number);
    }
}
