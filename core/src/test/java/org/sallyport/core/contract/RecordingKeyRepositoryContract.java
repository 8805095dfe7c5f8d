package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.recording.RecordingKeyRepository;
import org.sallyport.core.recording.RecordingKeyRepository.StoredKey;

/** What every {@link RecordingKeyRepository} does. Each test starts without keys. */
public abstract class RecordingKeyRepositoryContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract RecordingKeyRepository repository();

    protected abstract Transactions transactions();

    @Test
    void newestComesFirst() {
        insert(1);
        insert(3);
        insert(2);
        List<StoredKey> all = transactions().call(repository()::all);
        assertThat(all).extracting(StoredKey::generation).containsExactly(3, 2, 1);
        assertThat(all.getFirst().key().id()).isEqualTo("0000000000000003");
        assertThat(all.getFirst().key().publicKey()).containsExactly(3, 1, 2);
        assertThat(all.getFirst().sealedPrivate()).containsExactly(9, 3);
        assertThat(all.getFirst().created()).isEqualTo(NOON);
    }

    @Test
    void oneOfThoseWhoMakeTheSameGenerationIsFirst() {
        List<Race.Outcome<Integer>> outcomes = Race.run(4, contender -> {
            transactions().run(() -> repository().insert(key(1, "000000000000000" + contender)));
            return contender;
        });
        assertThat(outcomes).filteredOn(outcome -> outcome.result().isPresent()).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.result().isEmpty())
                .allMatch(outcome -> outcome.refusal().orElseThrow() == ErrorCode.ALREADY_EXISTS);
        assertThat(transactions().call(repository()::all)).hasSize(1);
    }

    private void insert(int generation) {
        transactions().run(() -> repository().insert(key(generation, "000000000000000" + generation)));
    }

    private static StoredKey key(int generation, String id) {
        byte[] publicKey = {(byte) generation, 1, 2};
        return new StoredKey(new RecordingKey(id, publicKey), generation, new byte[] {9, (byte) generation}, NOON);
    }
}
