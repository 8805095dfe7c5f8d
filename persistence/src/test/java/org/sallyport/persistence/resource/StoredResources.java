package org.sallyport.persistence.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.persistence.store.TestStore;

/** What the database adds to the port's contract. */
public abstract class StoredResources {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract TestStore store();

    @Test
    void rolledBackChangeLeavesNeitherRowNorRevisionNorLogEntry() {
        var repository = new JpaResourceRepository(store().session());
        long before = store().call(repository::currentRevision);

        assertThatIllegalStateException().isThrownBy(() -> store().run(() -> {
            repository.insert(user("alice"), NOW);
            throw new IllegalStateException("the caller changed its mind");
        }));

        assertThat(store().call(repository::currentRevision)).isEqualTo(before);
        assertThat(store().call(() -> repository.find(ResourceKind.USER, "alice", NOW)))
                .isEmpty();
        assertThat(store().call(() -> repository.changesAfter(before, 10))).isEmpty();
    }

    @Test
    void changeLogIsTrimmedAndSaysFromWhereItIsComplete() {
        var repository = new JpaResourceRepository(store().session(), 3);
        long start = store().call(repository::currentRevision);
        assertThat(store().call(repository::oldestResumableRevision)).isEqualTo(start);

        for (int i = 0; i < 5; i++) {
            int number = i;
            store().run(() -> repository.insert(user("u" + number), NOW));
        }

        assertThat(store().call(repository::oldestResumableRevision)).isEqualTo(start + 2);
        assertThat(store().call(() -> repository.changesAfter(start + 2, 10)))
                .extracting(change -> change.name())
                .containsExactly("u2", "u3", "u4");
    }

    @Test
    void documentOfAMegabyteFits() {
        var repository = new JpaResourceRepository(store().session());
        Resource<?> large = Resource.of(
                Metadata.named("large"),
                new UserSpec(List.of("access"), Map.of("logins", List.of("x".repeat(Resource.MAX_ENCODED_BYTES)))));

        Resource<?> stored = store().call(() -> repository.insert(large, NOW));
        assertThat(store().call(() -> repository.find(ResourceKind.USER, "large", NOW)))
                .contains(stored);
    }

    private static Resource<?> user(String name) {
        return Resource.of(Metadata.named(name), new UserSpec(List.of("access"), Map.of()));
    }
}
