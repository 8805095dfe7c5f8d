package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.contract.Refusals.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ResourceSpec;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.TokenSpec;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.core.resource.ResourceRepository;

/** What every {@link ResourceRepository} does. Each test starts on a store without resources. */
public abstract class ResourceRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = NOW.plusSeconds(60);
    private static final Instant LATER = NOW.plusSeconds(3600);

    protected abstract ResourceRepository repository();

    protected abstract Transactions transactions();

    @Test
    void insertedResourceIsFoundWithTheRevisionItWasGiven() {
        Resource<?> stored = insert(user("alice", "access"));

        assertThat(stored.revision()).isPositive();
        assertThat(find(ResourceKind.USER, "alice", NOW)).contains(stored);
        assertThat(transactions().call(repository()::currentRevision)).isEqualTo(stored.revision());
    }

    @Test
    void everyKindComesBackAsItWentIn() {
        Metadata metadata =
                new Metadata("thing", "käse \"quoted\"\n☃", Map.of("env", "prod", "a.b/c", ""), Optional.of(LATER), 0);
        List<ResourceSpec> specs = List.of(
                new UserSpec(List.of("access"), Map.of("logins", List.of("root", "ubuntu"))),
                new RoleSpec(RoleOptions.DEFAULTS, RoleConditions.NONE, RoleConditions.NONE),
                new TokenSpec(Set.of(ServiceType.SSH, ServiceType.DB), "token", Optional.of(3)),
                new ClusterConfigSpec(
                        "east.example.org",
                        "east.example.org:443",
                        "east.example.org:3023",
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Optional.of(new SshAlgorithms(
                                Optional.of(List.of("mlkem768x25519-sha256")), Optional.empty(), Optional.empty()))));
        for (ResourceSpec spec : specs) {
            Resource<?> stored = insert(Resource.of(metadata, spec));
            assertThat(stored.spec()).isEqualTo(spec);
            assertThat(stored.metadata()).isEqualTo(metadata.withRevision(stored.revision()));
            assertThat(find(spec.kind(), "thing", NOW)).contains(stored);
        }
    }

    @Test
    void nameIsTakenOnceWithinAKind() {
        insert(user("alice", "access"));

        assertRefused(ErrorCode.ALREADY_EXISTS, () -> insert(user("alice", "auditor")));
        insert(role("alice"));
    }

    @Test
    void unknownResourceIsEmpty() {
        assertThat(find(ResourceKind.USER, "nobody", NOW)).isEmpty();
    }

    @Test
    void updateReplacesTheDocumentUnderANewRevision() {
        Resource<?> first = insert(user("alice", "access"));
        Resource<?> second = update(user("alice", "auditor"), first.revision());

        assertThat(second.revision()).isGreaterThan(first.revision());
        assertThat(find(ResourceKind.USER, "alice", NOW)).contains(second);
        assertThat(((UserSpec) second.spec()).roles()).containsExactly("auditor");
    }

    @Test
    void updateOfAStaleRevisionIsRefusedAndChangesNothing() {
        Resource<?> first = insert(user("alice", "access"));
        Resource<?> second = update(user("alice", "auditor"), first.revision());

        assertRefused(ErrorCode.STALE_REVISION, () -> update(user("alice", "editor"), first.revision()));
        assertRefused(ErrorCode.NOT_FOUND, () -> update(user("bob", "editor"), first.revision()));
        assertThat(find(ResourceKind.USER, "alice", NOW)).contains(second);
    }

    @Test
    void deleteHonoursAnExpectedRevision() {
        Resource<?> first = insert(user("alice", "access"));
        Resource<?> second = update(user("alice", "auditor"), first.revision());

        assertRefused(ErrorCode.STALE_REVISION, () -> delete("alice", Optional.of(first.revision())));
        delete("alice", Optional.of(second.revision()));
        assertThat(find(ResourceKind.USER, "alice", NOW)).isEmpty();
        assertRefused(ErrorCode.NOT_FOUND, () -> delete("alice", Optional.empty()));
    }

    @Test
    void deletedNameCanBeTakenAgainWithALaterRevision() {
        Resource<?> first = insert(user("alice", "access"));
        delete("alice", Optional.empty());

        assertThat(insert(user("alice", "access")).revision()).isGreaterThan(first.revision() + 1);
    }

    @Test
    void listIsByNameInCodePointOrderAndPages() {
        List.of("bob", "alice", "Zoe", "a-1", "a.1", "a_1", "alice2").forEach(name -> insert(user(name, "access")));
        insert(role("aaa"));

        assertThat(names("", 10)).containsExactly("Zoe", "a-1", "a.1", "a_1", "alice", "alice2", "bob");
        assertThat(names("", 2)).containsExactly("Zoe", "a-1");
        assertThat(names("a-1", 3)).containsExactly("a.1", "a_1", "alice");
        assertThat(names("bob", 3)).isEmpty();
        assertThat(names("aliba", 1)).containsExactly("alice");
    }

    @Test
    void expiredResourceIsInvisibleAndItsNameFree() {
        Resource<?> stored = insert(expiring("alice", SOON));

        assertThat(find(ResourceKind.USER, "alice", SOON.minusMillis(1))).isPresent();
        assertThat(find(ResourceKind.USER, "alice", SOON)).isEmpty();
        transactions().run(() -> {
            assertThat(repository().list(ResourceKind.USER, "", 10, SOON)).isEmpty();
            assertRefused(
                    ErrorCode.NOT_FOUND, () -> repository().update(user("alice", "access"), stored.revision(), SOON));
        });
        assertRefused(ErrorCode.NOT_FOUND, () -> transactions()
                .run(() -> repository().delete(ResourceKind.USER, "alice", Optional.empty(), SOON)));
        Resource<?> again = transactions().call(() -> repository().insert(user("alice", "editor"), SOON));
        assertThat(find(ResourceKind.USER, "alice", LATER)).contains(again);
    }

    @Test
    void deleteExpiredRemovesAndTellsWatchers() {
        insert(user("forever", "access"));
        for (int i = 0; i < 3; i++) {
            insert(expiring("short" + i, SOON));
        }
        long before = transactions().call(repository()::currentRevision);

        assertThat(transactions().call(() -> repository().deleteExpired(NOW, 10)))
                .isEmpty();
        var first = transactions().call(() -> repository().deleteExpired(LATER, 2));
        var rest = transactions().call(() -> repository().deleteExpired(LATER, 2));
        assertThat(first).hasSize(2).allMatch(change -> change.resource().isEmpty());
        assertThat(rest).hasSize(1);
        var logged = transactions().call(() -> repository().changesAfter(before, 10));
        assertThat(logged.subList(0, 2)).isEqualTo(first);
        assertThat(logged.subList(2, 3)).isEqualTo(rest);
        assertThat(names("", 10)).containsExactly("forever");
    }

    @Test
    void changeLogHoldsEveryChangeInOrder() {
        long start = transactions().call(repository()::currentRevision);
        Resource<?> one = insert(user("alice", "access"));
        Resource<?> two = update(user("alice", "auditor"), one.revision());
        Resource<?> three = insert(role("ops"));
        delete("alice", Optional.empty());

        var changes = transactions().call(() -> repository().changesAfter(start, 10));
        assertThat(changes).extracting(change -> change.name()).containsExactly("alice", "alice", "ops", "alice");
        assertThat(changes)
                .extracting(change -> change.resource())
                .containsExactly(Optional.of(one), Optional.of(two), Optional.of(three), Optional.empty());
        assertThat(changes.get(3).revision())
                .isEqualTo(transactions().call(repository()::currentRevision))
                .isGreaterThan(three.revision());
        assertThat(transactions().call(() -> repository().changesAfter(start, 2)))
                .isEqualTo(changes.subList(0, 2));
        assertThat(transactions().call(() -> repository().changesAfter(two.revision(), 10)))
                .isEqualTo(changes.subList(2, 4));
        assertThat(transactions().call(repository()::oldestResumableRevision)).isLessThanOrEqualTo(start);
    }

    @Test
    void severalChangesInOneTransactionSeeEachOther() {
        transactions().run(() -> {
            Resource<?> one = repository().insert(user("alice", "access"), NOW);
            Resource<?> two = repository().update(user("alice", "auditor"), one.revision(), NOW);
            assertThat(repository().find(ResourceKind.USER, "alice", NOW)).contains(two);
            repository().delete(ResourceKind.USER, "alice", Optional.of(two.revision()), NOW);
            assertThat(repository().find(ResourceKind.USER, "alice", NOW)).isEmpty();
            repository().insert(user("alice", "editor"), NOW);
        });
        assertThat(find(ResourceKind.USER, "alice", NOW)).isPresent();
    }

    @Test
    void ofTwoUpdatesOfOneRevisionOneIsStale() {
        for (int round = 0; round < 10; round++) {
            Resource<?> stored = insert(user("racer" + round, "access"));
            var outcomes =
                    Race.run(2, i -> update(user(stored.name(), i == 0 ? "auditor" : "editor"), stored.revision()));

            assertThat(outcomes).filteredOn(o -> o.result().isPresent()).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(o -> o.refusal().equals(Optional.of(ErrorCode.STALE_REVISION)))
                    .hasSize(1);
        }
    }

    @Test
    void ofTwoInsertsOfOneNameOneIsRefused() {
        for (int round = 0; round < 10; round++) {
            String name = "racer" + round;
            var outcomes = Race.run(2, i -> insert(user(name, "access")));

            assertThat(outcomes).filteredOn(o -> o.result().isPresent()).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(o -> o.refusal().equals(Optional.of(ErrorCode.ALREADY_EXISTS)))
                    .hasSize(1);
        }
    }

    @Test
    void watcherMissesNothingWhileEightThreadsWrite() {
        int writers = 8;
        int each = 20;
        long start = transactions().call(repository()::currentRevision);
        var outcomes = Race.run(writers + 1, i -> {
            if (i == writers) {
                return Followed.until(writers * each, start, (position, limit) -> transactions()
                        .call(() -> repository().changesAfter(position, limit).stream()
                                .map(change -> change.revision())
                                .toList()));
            }
            return java.util.stream.IntStream.range(0, each)
                    .mapToObj(n -> insert(user("w" + i + "-" + n, "access")).revision())
                    .toList();
        });

        List<Long> seen = outcomes.get(writers).result().orElseThrow();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(outcomes.subList(0, writers))
                .flatExtracting(o -> o.result().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(seen);
    }

    private Resource<?> insert(Resource<?> resource) {
        return transactions().call(() -> repository().insert(resource, NOW));
    }

    private Resource<?> update(Resource<?> resource, long expected) {
        return transactions().call(() -> repository().update(resource, expected, NOW));
    }

    private void delete(String user, Optional<Long> expected) {
        transactions().run(() -> repository().delete(ResourceKind.USER, user, expected, NOW));
    }

    private Optional<Resource<?>> find(ResourceKind kind, String name, Instant now) {
        return transactions().call(() -> repository().find(kind, name, now));
    }

    private List<String> names(String after, int limit) {
        return transactions().call(() -> repository().list(ResourceKind.USER, after, limit, NOW).stream()
                .map(Resource::name)
                .toList());
    }

    private static Resource<UserSpec> user(String name, String role) {
        return Resource.of(Metadata.named(name), new UserSpec(List.of(role), Map.of()));
    }

    private static Resource<UserSpec> expiring(String name, Instant when) {
        return user(name, "access").withMetadata(Metadata.named(name).withExpires(when));
    }

    private static Resource<RoleSpec> role(String name) {
        return Resource.of(Metadata.named(name), new RoleSpec(null, null, null));
    }
}
