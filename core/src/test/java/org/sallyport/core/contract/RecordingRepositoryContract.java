package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.contract.Refusals.assertRefused;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.recording.RecordingDigest;
import org.sallyport.core.recording.RecordingQuery;
import org.sallyport.core.recording.RecordingRepository;
import org.sallyport.core.recording.RecordingRepository.Position;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.SegmentRow;

/** What every {@link RecordingRepository} does. Each test starts without recordings. */
public abstract class RecordingRepositoryContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract RecordingRepository repository();

    protected abstract Transactions transactions();

    @Test
    void whatIsWrittenIsRead() {
        RecordingRow begun = recording(1, "ann", "web1", "ls -l", NOON);
        write(begun);
        assertThat(find(begun.sessionId())).contains(begun);
        assertThat(find(id(2))).isEmpty();
        assertRefused(ErrorCode.ALREADY_EXISTS, () -> write(begun));

        RecordingRow ended = begun.with(segment(begun, 0), NOON.plusSeconds(5))
                .endingWith(0)
                .ended(RecordingState.COMPLETE, "d".repeat(64), NOON.plusSeconds(6));
        transactions().run(() -> repository().update(ended));
        assertThat(find(begun.sessionId())).contains(ended);
        assertThat(transactions().call(() -> repository().findForUpdate(begun.sessionId())))
                .contains(ended);
    }

    @Test
    void whoSendsARecordingIsKept() {
        RecordingRow agents = recording(1, "ann", "web1", "", NOON);
        RecordingRow proxys =
                RecordingRow.begin(recording(2, "ann", "web1", "", NOON).info(), "h", "proxy:one", NOON);
        write(agents);
        write(proxys);
        assertThat(find(agents.sessionId()).orElseThrow().reporter()).isEqualTo("agent:" + agents.hostId());
        assertThat(find(proxys.sessionId())).contains(proxys);
        assertThat(find(proxys.sessionId()).orElseThrow().reporter()).isEqualTo("proxy:one");
    }

    @Test
    void textOfAnySortIsKept() {
        RecordingRow odd = recording(1, "a\u00f6\ud83d\ude00", "web1", "echo '%_!' \"\\\" \u2028\n", NOON);
        write(odd);
        assertThat(find(odd.sessionId())).contains(odd);
    }

    @Test
    void segmentsAreThereOnceAndInOrder() {
        RecordingRow recording = recording(1, "ann", "web1", "", NOON);
        write(recording);
        for (int number : new int[] {2, 0, 10}) {
            transactions().run(() -> repository().insertSegment(segment(recording, number)));
        }
        assertThat(transactions().call(() -> repository().segments(recording.sessionId())))
                .containsExactly(segment(recording, 0), segment(recording, 2), segment(recording, 10));
        assertThat(transactions().call(() -> repository().segment(recording.sessionId(), 2)))
                .contains(segment(recording, 2));
        assertThat(transactions().call(() -> repository().segment(recording.sessionId(), 1)))
                .isEmpty();
        assertRefused(ErrorCode.ALREADY_EXISTS, () -> transactions()
                .run(() -> repository().insertSegment(segment(recording, 2))));
    }

    @Test
    void damageIsNotedLater() {
        RecordingRow recording = recording(1, "ann", "web1", "", NOON);
        write(recording);
        for (int number : new int[] {2, 0, 10}) {
            transactions().run(() -> repository().insertSegment(segment(recording, number)));
        }
        transactions().run(() -> repository().noteDamage(recording.sessionId(), 10, "cut off"));
        assertThat(transactions().call(() -> repository().segments(recording.sessionId())))
                .extracting(SegmentRow::damage)
                .containsExactly("", "disk full", "cut off");
    }

    @Test
    void segmentsOfOneRecordingAreAddedOneAfterTheOther() {
        RecordingRow recording = recording(1, "ann", "web1", "", NOON);
        write(recording);
        List<Race.Outcome<Boolean>> outcomes =
                Race.run(4, number -> transactions().call(() -> {
                    RecordingRow current =
                            repository().findForUpdate(recording.sessionId()).orElseThrow();
                    SegmentRow segment = segment(recording, number);
                    repository().insertSegment(segment);
                    repository().update(current.with(segment, NOON));
                    return true;
                }));
        assertThat(outcomes).allMatch(outcome -> outcome.result().isPresent());
        assertThat(find(recording.sessionId()).orElseThrow().segments()).isEqualTo(4);
    }

    @Test
    void listsNewestFirstPageByPage() {
        for (int i = 1; i <= 5; i++) {
            // two of them began at the same moment
            write(recording(i, "ann", "web1", "", NOON.plusSeconds(i / 2)));
        }
        List<RecordingRow> first =
                transactions().call(() -> repository().list(RecordingQuery.ALL, Optional.empty(), 3));
        assertThat(first).extracting(RecordingRow::sessionId).containsExactly(id(5), id(4), id(3));
        List<RecordingRow> rest = transactions()
                .call(() -> repository().list(RecordingQuery.ALL, Optional.of(Position.of(first.getLast())), 3));
        assertThat(rest).extracting(RecordingRow::sessionId).containsExactly(id(2), id(1));
        List<RecordingRow> within = transactions()
                .call(() -> repository().list(RecordingQuery.ALL, Optional.of(Position.of(first.getFirst())), 1));
        assertThat(within).extracting(RecordingRow::sessionId).containsExactly(id(4));
    }

    @Test
    void filtersByWhatIsAsked() {
        write(recording(1, "ann", "web1", "cat 100%_done", NOON));
        write(recording(2, "bob", "web2", "top", NOON.plusSeconds(10)));
        RecordingRow ended = recording(3, "ann", "db1", "", NOON.plusSeconds(20))
                .ended(RecordingState.INCOMPLETE, "", NOON.plusSeconds(30));
        write(ended);

        assertThat(found("ann", "", "", null, null, null)).containsExactly(id(3), id(1));
        assertThat(found("", "web2", "", null, null, null)).containsExactly(id(2));
        assertThat(found("", "host-web1", "", null, null, null)).containsExactly(id(1));
        assertThat(found("", "", "0%_", null, null, null)).containsExactly(id(1));
        assertThat(found("", "", "%", null, null, null)).containsExactly(id(1));
        assertThat(found("", "", "", NOON.plusSeconds(10), null, null)).containsExactly(id(3), id(2));
        assertThat(found("", "", "", null, NOON.plusSeconds(10), null)).containsExactly(id(1));
        assertThat(found("", "", "", null, null, RecordingState.INCOMPLETE)).containsExactly(id(3));
        assertThat(found("ann", "web2", "", null, null, null)).isEmpty();
    }

    @Test
    void findsThoseThatWentQuiet() {
        write(recording(1, "ann", "web1", "", NOON));
        write(recording(2, "ann", "web1", "", NOON.minusSeconds(60)));
        write(recording(3, "ann", "web1", "", NOON.plusSeconds(60)));
        write(recording(4, "ann", "web1", "", NOON).ended(RecordingState.COMPLETE, "", NOON));
        assertThat(transactions().call(() -> repository().quietSince(NOON.plusSeconds(1), 10)))
                .extracting(RecordingRow::sessionId)
                .containsExactly(id(2), id(1));
        assertThat(transactions().call(() -> repository().quietSince(NOON, 10)))
                .extracting(RecordingRow::sessionId)
                .containsExactly(id(2));
    }

    @Test
    void deletesWithItsSegments() {
        RecordingRow recording = recording(1, "ann", "web1", "", NOON);
        write(recording);
        transactions().run(() -> repository().insertSegment(segment(recording, 0)));
        assertThat(transactions().call(() -> repository().delete(recording.sessionId())))
                .isTrue();
        assertThat(transactions().call(() -> repository().delete(recording.sessionId())))
                .isFalse();
        assertThat(find(recording.sessionId())).isEmpty();
        assertThat(transactions().call(() -> repository().segments(recording.sessionId())))
                .isEmpty();
    }

    private List<String> found(String user, String node, String text, Instant from, Instant to, RecordingState state) {
        RecordingQuery query = new RecordingQuery(
                user, node, Optional.ofNullable(from), Optional.ofNullable(to), Optional.ofNullable(state), text);
        return transactions().call(() -> repository().list(query, Optional.empty(), 10)).stream()
                .map(RecordingRow::sessionId)
                .toList();
    }

    private void write(RecordingRow row) {
        transactions().run(() -> repository().insert(row));
    }

    private Optional<RecordingRow> find(String sessionId) {
        return transactions().call(() -> repository().find(sessionId));
    }

    private static String id(int number) {
        return new UUID(0x4000_8000L, number).toString();
    }

    private static RecordingRow recording(int number, String user, String node, String command, Instant started) {
        RecordingInfo info = new RecordingInfo(
                id(number), user, "root", node, "192.0.2.1", "exec", command, RecordingMode.NODE, 80, 24, started);
        return RecordingRow.begin(info, "host-" + node, started);
    }

    private static SegmentRow segment(RecordingRow of, int number) {
        return new SegmentRow(
                of.sessionId(),
                number,
                100 + number,
                RecordingDigest.of(new byte[] {(byte) number}),
                "ab".repeat(76),
                number == 2 ? "disk full" : "",
                "ab/" + number + ".seg");
    }
}
