package org.sallyport.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
import org.sallyport.core.audit.AuditRepository.Stored;
import org.sallyport.persistence.store.TestStore;

/** What the database adds to the port's contract. */
public abstract class StoredAuditEvents {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract TestStore store();

    @Test
    void followerWaitsForAnOpenTransactionWithASmallerNumber() throws Exception {
        JpaAuditRepository repository = repository();
        AuditEvent first = event("first");
        AuditEvent open = event("open");
        AuditEvent later = event("later");
        store().run(() -> repository.append(first));
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            store().run(() -> {
                repository.append(open);
                inOtherThread(other, () -> store().call(() -> repository.append(later)));
                assertThat(inOtherThread(other, this::follow)).containsExactly(first);
                assertThat(inOtherThread(other, this::search)).containsExactly(later, first);
            });
        }
        assertThat(follow()).containsExactly(first, open, later);
    }

    @Test
    void followerGoesOnPastTheNumberOfARolledBackTransaction() {
        JpaAuditRepository repository = repository();
        AuditEvent first = event("first");
        AuditEvent second = event("second");
        store().run(() -> repository.append(first));
        try {
            store().run(() -> {
                repository.append(event("never"));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("rolled back");
        }
        store().run(() -> repository.append(second));

        assertThat(follow()).containsExactly(first, second);
    }

    @Test
    void hostileTextIsStoredCutAndWithoutNul() {
        JpaAuditRepository repository = repository();
        AuditEvent event = AuditEvent.of(AuditEventType.USER_LOGIN_FAILED)
                .user("a\0b" + "\uD83D\uDE00".repeat(5000))
                .resource("k".repeat(500), "r".repeat(5000))
                .address("9".repeat(500))
                .session("s".repeat(500))
                .message("m\0" + "x".repeat(100_000))
                .field("nul", "a\0b")
                .at(NOON);

        assertThat(store().call(() -> repository.append(event))).isTrue();
        AuditEvent stored = search().getFirst();
        assertThat(stored.user())
                .startsWith("a\uFFFDb")
                .hasSizeLessThanOrEqualTo(512)
                .endsWith("…");
        assertThat(stored.message()).hasSize(65_536);
        assertThat(stored.fields()).containsEntry("nul", "a\0b");
    }

    @Test
    void aThousandEventsFitInOneTransaction() {
        JpaAuditRepository repository = repository();
        store().run(() -> {
            for (int i = 0; i < 1000; i++) {
                repository.append(event("number " + i));
            }
        });

        List<Stored> all = store().call(() -> repository.after(0, 2000));
        assertThat(all).hasSize(1000);
        assertThat(all.getLast().event().message()).isEqualTo("number 999");
    }

    /** Behind more events than a search looks at before it goes to the index of words. */
    @Test
    void textOfOldEventsIsFoundByTheRuleOfFollowers() {
        JpaAuditRepository repository = repository();
        Random random = new Random(7);
        List<String> parts =
                List.of("Alpha", "alphabet", "beta7", "4fd1", "-", "/", ".", " ", "\\", "\"", "straße", "_");
        List<AuditEvent> old = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            old.add(AuditEvent.of(AuditEventType.EXEC)
                    .user(some(random, parts, 1))
                    .message(some(random, parts, 4))
                    .field("command", some(random, parts, 5) + "\n" + some(random, parts, 1) + "\0")
                    .at(NOON.minusSeconds(i)));
        }
        store().run(() -> {
            old.forEach(repository::append);
            for (int i = 0; i < 1200; i++) {
                repository.append(
                        AuditEvent.of(AuditEventType.DIAL).message("newer").at(NOON.plusSeconds(1)));
            }
        });
        for (int i = 0; i < 100; i++) {
            String text = some(random, parts, 1 + random.nextInt(3));
            String user = random.nextInt(4) == 0 ? old.get(i).user() : "";
            AuditQuery query = new AuditQuery(Optional.empty(), Optional.empty(), user, "session.exec", "", "", text);
            AuditQuery anyEvent = new AuditQuery(Optional.empty(), Optional.empty(), user, "", "", "", "exec " + text);
            List<AuditEvent> wanted = old.stream().filter(query::matches).toList();
            assertThat(all(query)).as(query.toString()).isEqualTo(wanted);
            assertThat(all(anyEvent)).as(anyEvent.toString()).isEqualTo(wanted);
        }
    }

    private static String some(Random random, List<String> parts, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private List<AuditEvent> all(AuditQuery query) {
        List<AuditEvent> found = new ArrayList<>();
        Optional<Position> before = Optional.empty();
        do {
            Optional<Position> place = before;
            Found page = store().call(() -> repository().search(query, place, 70));
            page.events().forEach(stored -> found.add(stored.event()));
            before = page.next();
        } while (before.isPresent());
        return found;
    }

    private List<AuditEvent> follow() {
        return store().call(() -> repository().after(0, 10)).stream()
                .map(Stored::event)
                .toList();
    }

    private List<AuditEvent> search() {
        return store()
                .call(() -> repository()
                        .search(AuditQuery.ALL, Optional.empty(), 10)
                        .events())
                .stream()
                .map(Stored::event)
                .toList();
    }

    private JpaAuditRepository repository() {
        return new JpaAuditRepository(store().session(), store().database());
    }

    private static <T> T inOtherThread(ExecutorService other, java.util.concurrent.Callable<T> work) {
        try {
            return other.submit(work).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static AuditEvent event(String message) {
        return AuditEvent.of(AuditEventType.DIAL).message(message).at(NOON);
    }
}
