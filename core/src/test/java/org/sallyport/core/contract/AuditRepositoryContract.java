package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorType;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.audit.AuditRepository.Stored;

/** What every {@link AuditRepository} does. Each test starts on an empty log. */
public abstract class AuditRepositoryContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    protected abstract AuditRepository repository();

    protected abstract Transactions transactions();

    @Test
    void eventComesBackAsItWentIn() {
        AuditEvent full = AuditEvent.of(AuditEventType.SESSION_START)
                .user("alice")
                .resource("node", "4fd1")
                .address("2001:db8::1")
                .session("s-1")
                .message("käse \"quoted\"\n☃")
                .field("login", "root")
                .field("command", "echo '\\'")
                .at(NOON);
        AuditEvent bare = AuditEvent.of(AuditEventType.USER_LOGIN_FAILED).at(NOON);
        append(full);
        append(bare);

        assertThat(search(AuditQuery.ALL)).containsExactly(bare, full);
    }

    @Test
    void repeatedUidChangesNothingAndTheTransactionGoesOn() {
        AuditEvent first = event("alice", "first");
        assertThat(append(first)).isTrue();
        AuditEvent second = event("bob", "second");
        transactions().run(() -> {
            assertThat(repository().append(first)).isFalse();
            assertThat(repository().append(second)).isTrue();
            assertThat(repository().append(second)).isFalse();
        });

        assertThat(search(AuditQuery.ALL)).containsExactly(second, first);
    }

    @Test
    void racingRepeatsAreStoredOnce() {
        for (int round = 0; round < 5; round++) {
            AuditEvent event = event("racer" + round, "repeated");
            var outcomes = Race.run(4, i -> append(event));

            assertThat(outcomes)
                    .filteredOn(o -> o.result().equals(Optional.of(true)))
                    .hasSize(1);
            // a sender that is told of a conflict repeats, and then learns that the event is there
            assertThat(outcomes)
                    .flatExtracting(o -> o.refusal().stream().toList())
                    .allMatch(code -> code.type() == ErrorType.CONFLICT || code.type() == ErrorType.UNAVAILABLE);
            assertThat(append(event)).isFalse();
            assertThat(search(user("racer" + round))).containsExactly(event);
        }
    }

    @Test
    void searchGoesBackPageByPage() {
        List<AuditEvent> events = appendMany(7);

        List<Stored> first = page(AuditQuery.ALL, Long.MAX_VALUE, 3);
        List<Stored> second = page(AuditQuery.ALL, first.getLast().sequence(), 3);
        List<Stored> third = page(AuditQuery.ALL, second.getLast().sequence(), 3);
        assertThat(page(AuditQuery.ALL, third.getLast().sequence(), 3)).isEmpty();

        List<Stored> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        assertThat(all.reversed()).extracting(Stored::event).containsExactlyElementsOf(events);
        assertThat(all.reversed()).extracting(Stored::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyFilterFilters() {
        AuditEvent wanted = AuditEvent.of(AuditEventType.EXEC)
                .user("alice")
                .resource("node", "host-a")
                .session("s-1")
                .message("ran uptime on host-a")
                .at(NOON);
        AuditEvent other = AuditEvent.of(AuditEventType.SFTP)
                .user("bob")
                .resource("node", "host-b")
                .session("s-2")
                .message("read a file")
                .at(NOON.plusSeconds(10));
        append(wanted);
        append(other);

        Optional<Instant> none = Optional.empty();
        for (AuditQuery query : List.of(
                user("alice"),
                new AuditQuery(none, none, "", "session.exec", "", "", ""),
                new AuditQuery(none, none, "", "", "host-a", "", ""),
                new AuditQuery(none, none, "", "", "", "s-1", ""),
                new AuditQuery(none, none, "", "", "", "", "uptime on"),
                new AuditQuery(none, Optional.of(NOON.plusSeconds(1)), "", "", "", "", ""),
                new AuditQuery(
                        Optional.of(NOON),
                        Optional.of(NOON.plusMillis(1)),
                        "alice",
                        "session.exec",
                        "host-a",
                        "s-1",
                        "ran"))) {
            assertThat(search(query)).as(query.toString()).containsExactly(wanted);
        }
        assertThat(search(new AuditQuery(none, none, "alice", "", "host-b", "", "")))
                .isEmpty();
        assertThat(search(user("ali"))).isEmpty();
    }

    @Test
    void timeRangeTakesItsStartAndLeavesItsEnd() {
        AuditEvent early = AuditEvent.of(AuditEventType.DIAL).at(NOON);
        AuditEvent late = AuditEvent.of(AuditEventType.DIAL).at(NOON.plusMillis(1));
        append(early);
        append(late);

        assertThat(search(range(Optional.of(NOON), Optional.of(NOON.plusMillis(1)))))
                .containsExactly(early);
        assertThat(search(range(Optional.of(NOON.plusMillis(1)), Optional.empty())))
                .containsExactly(late);
        assertThat(search(range(Optional.empty(), Optional.of(NOON)))).isEmpty();
    }

    @Test
    void textIsTakenLiterally() {
        for (String message : List.of("100% sure", "100 sure", "a_b", "axb", "back\\slash", "wow!", "wow")) {
            append(event("alice", message));
        }

        assertThat(search(text("100%"))).extracting(AuditEvent::message).containsExactly("100% sure");
        assertThat(search(text("a_b"))).extracting(AuditEvent::message).containsExactly("a_b");
        assertThat(search(text("k\\s"))).extracting(AuditEvent::message).containsExactly("back\\slash");
        assertThat(search(text("w!"))).extracting(AuditEvent::message).containsExactly("wow!");
        assertThat(search(text("' or 1=1 --"))).isEmpty();
    }

    @Test
    void followersReadForwardFromTheirPosition() {
        List<AuditEvent> events = appendMany(5);

        List<Stored> first = after(0, 2);
        assertThat(first).extracting(Stored::event).isEqualTo(events.subList(0, 2));
        assertThat(after(first.getLast().sequence(), 10))
                .extracting(Stored::event)
                .isEqualTo(events.subList(2, 5));
        long last = transactions().call(repository()::lastSequence);
        assertThat(after(last, 10)).isEmpty();
        assertThat(page(AuditQuery.ALL, Long.MAX_VALUE, 1).getFirst().sequence())
                .isEqualTo(last);
    }

    @Test
    void emptyLogHasSequenceZero() {
        assertThat(transactions().call(repository()::lastSequence)).isZero();
        assertThat(after(0, 10)).isEmpty();
        assertThat(search(AuditQuery.ALL)).isEmpty();
    }

    @Test
    void followerMissesNothingWhileEightThreadsWrite() {
        int writers = 8;
        int each = 40;
        var outcomes = Race.run(
                writers + 1,
                i -> i == writers
                        ? Followed.until(writers * each, 0, (position, limit) -> after(position, limit).stream()
                                .map(Stored::sequence)
                                .toList())
                        : IntStream.range(0, each / 2)
                                .mapToObj(n -> appendTwo(i, n))
                                .toList());

        List<Long> seen = outcomes.get(writers).result().orElseThrow();
        assertThat(seen).hasSize(writers * each).isSorted().doesNotHaveDuplicates();
    }

    /** Two in one transaction, so that transactions overlap for longer. */
    private long appendTwo(int writer, int number) {
        return transactions().call(() -> {
            repository().append(event("w" + writer, number + " first"));
            repository().append(event("w" + writer, number + " second"));
            return 0L;
        });
    }

    private List<AuditEvent> appendMany(int count) {
        List<AuditEvent> events = IntStream.range(0, count)
                .mapToObj(i -> event("alice", "number " + i))
                .toList();
        events.forEach(this::append);
        return events;
    }

    private boolean append(AuditEvent event) {
        return transactions().call(() -> repository().append(event));
    }

    private List<AuditEvent> search(AuditQuery query) {
        return page(query, Long.MAX_VALUE, 100).stream().map(Stored::event).toList();
    }

    private List<Stored> page(AuditQuery query, long before, int limit) {
        return transactions().call(() -> repository().search(query, before, limit));
    }

    private List<Stored> after(long sequence, int limit) {
        return transactions().call(() -> repository().after(sequence, limit));
    }

    private static AuditEvent event(String user, String message) {
        return AuditEvent.of(AuditEventType.USER_LOGIN)
                .user(user)
                .message(message)
                .at(NOON);
    }

    private static AuditQuery user(String user) {
        return new AuditQuery(Optional.empty(), Optional.empty(), user, "", "", "", "");
    }

    private static AuditQuery text(String text) {
        return new AuditQuery(Optional.empty(), Optional.empty(), "", "", "", "", text);
    }

    private static AuditQuery range(Optional<Instant> from, Optional<Instant> to) {
        return new AuditQuery(from, to, "", "", "", "", "");
    }
}
