package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorType;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
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

        List<Stored> first = page(AuditQuery.ALL, Optional.empty(), 3).events();
        List<Stored> second = page(AuditQuery.ALL, next(first), 3).events();
        List<Stored> third = page(AuditQuery.ALL, next(second), 3).events();
        assertThat(page(AuditQuery.ALL, next(third), 3).events()).isEmpty();

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
        assertThat(search(text("back\\s"))).extracting(AuditEvent::message).containsExactly("back\\slash");
        assertThat(search(text("wow!"))).extracting(AuditEvent::message).containsExactly("wow!");
        assertThat(search(text("%"))).extracting(AuditEvent::message).containsExactly("100% sure");
        assertThat(search(text("' or 1=1 --"))).isEmpty();
    }

    @Test
    void textIsFoundInWhateverTellsOfTheEvent() {
        AuditEvent wanted = AuditEvent.of(AuditEventType.EXEC)
                .user("Ada.Lovelace")
                .resource("node", "4fd1-9e")
                .address("192.0.2.7")
                .session("12e4ab0f-1")
                .message("ran it in Zürich")
                .field("command", "cat \"/etc/passwd\"\n\\path\tend\0nul")
                .field("big", "w".repeat(3000) + "-tail")
                .at(NOON);
        append(wanted);
        append(event("bob", "something else"));

        for (String text : List.of(
                "ada",
                "LOVELACE ran",
                "4FD1-9",
                "192.0.2.7",
                "12e4",
                "zürich",
                "ZÜRICH ran",
                "etc/pass",
                "path",
                "end",
                "nul",
                "command",
                "session.exec",
                "\"/etc",
                "tail",
                "w".repeat(100),
                "it  cat\tada")) {
            List<AuditEvent> expected = text.equals("ZÜRICH ran") ? List.of() : List.of(wanted);
            assertThat(search(text(text))).as(text).isEqualTo(expected);
        }
        for (String text : List.of("love1", "192.0.2.70", "asswd", "ada bob", "192.0.2 7x")) {
            assertThat(search(text(text))).as(text).isEmpty();
        }
    }

    @Test
    void searchAgreesWithTheRuleOfFollowers() {
        Random random = new Random(20260301);
        List<String> parts = List.of("Alpha", "al", "beta", "4f", "-", "/", ".", " ", "\\", "\"", "ß", "☃", "_", "7");
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            AuditEvent event = AuditEvent.of(random.nextBoolean() ? AuditEventType.EXEC : AuditEventType.SFTP)
                    .user(some(random, parts, 1))
                    .resource("node", some(random, parts, 1))
                    .session(some(random, parts, 1))
                    .message(some(random, parts, 5))
                    .field("command", some(random, parts, 5))
                    .at(NOON.plusMillis(random.nextInt(20)));
            events.add(event);
            append(event);
        }
        for (int i = 0; i < 150; i++) {
            AuditEvent like = events.get(random.nextInt(events.size()));
            AuditQuery query = new AuditQuery(
                    maybe(random, like.time().minusMillis(3)),
                    maybe(random, like.time().plusMillis(3)),
                    maybe(random, like.user()).orElse(""),
                    maybe(random, like.event()).orElse(""),
                    maybe(random, like.resource()).orElse(""),
                    maybe(random, like.sessionId()).orElse(""),
                    some(random, parts, random.nextInt(4)));
            assertThat(search(query))
                    .as(query.toString())
                    .containsExactlyInAnyOrderElementsOf(
                            events.stream().filter(query::matches).toList())
                    .isSortedAccordingTo(Comparator.comparing(AuditEvent::time).reversed());
        }
    }

    @Test
    void lateEventStandsWhereItHappened() {
        AuditEvent now = AuditEvent.of(AuditEventType.DIAL).at(NOON);
        AuditEvent late = AuditEvent.of(AuditEventType.EXEC).at(NOON.minusSeconds(60));
        AuditEvent next = AuditEvent.of(AuditEventType.DIAL).at(NOON.plusSeconds(1));
        List.of(now, late, next).forEach(this::append);

        assertThat(search(AuditQuery.ALL)).containsExactly(next, now, late);
    }

    @Test
    void oldEventsAreRemovedInBatches() {
        for (int i = 0; i < 5; i++) {
            append(AuditEvent.of(AuditEventType.DIAL).at(NOON.plusSeconds(i)));
        }
        Instant bound = NOON.plusSeconds(3);
        assertThat(transactions().<Long>call(() -> repository().countBefore(bound)))
                .isEqualTo(3);
        assertThat(transactions().<Integer>call(() -> repository().removeBefore(bound, 2)))
                .isEqualTo(2);
        assertThat(search(AuditQuery.ALL)).extracting(AuditEvent::time).endsWith(NOON.plusSeconds(2));
        assertThat(transactions().<Integer>call(() -> repository().removeBefore(bound, 2)))
                .isEqualTo(1);
        assertThat(search(AuditQuery.ALL))
                .extracting(AuditEvent::time)
                .containsExactly(NOON.plusSeconds(4), NOON.plusSeconds(3));
    }

    private static String some(Random random, List<String> parts, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < most; i++) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextInt(4) == 0 ? Optional.of(value) : Optional.empty();
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
        assertThat(page(AuditQuery.ALL, Optional.empty(), 1).events().getFirst().sequence())
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
        List<AuditEvent> found = new ArrayList<>();
        Optional<Position> before = Optional.empty();
        do {
            Found page = page(query, before, 100);
            page.events().forEach(stored -> found.add(stored.event()));
            before = page.next();
        } while (before.isPresent());
        return found;
    }

    private static Optional<Position> next(List<Stored> page) {
        return Optional.of(page.getLast().position());
    }

    private Found page(AuditQuery query, Optional<Position> before, int limit) {
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
