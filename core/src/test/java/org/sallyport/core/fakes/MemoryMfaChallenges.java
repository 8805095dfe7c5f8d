package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.mfa.MfaChallengeRepository;

/** {@link MfaChallengeRepository} in memory. */
public final class MemoryMfaChallenges implements MfaChallengeRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Challenge> challenges;

    public MemoryMfaChallenges(MemoryStore store) {
        this.store = store;
        this.challenges = store.table();
    }

    @Override
    public void insert(Challenge challenge) {
        store.run(() -> challenges.rows().put(challenge.hash(), challenge));
    }

    @Override
    public Optional<Challenge> find(String hash) {
        return store.call(() -> Optional.ofNullable(challenges.rows().get(hash)));
    }

    @Override
    public boolean consume(String hash) {
        return store.call(() -> challenges.rows().remove(hash) != null);
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(
                () -> challenges.rows().values().removeIf(known -> known.user().equals(user)));
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(() -> {
            int before = challenges.rows().size();
            challenges.rows().values().removeIf(known -> !known.expires().isAfter(now));
            return before - challenges.rows().size();
        });
    }
}
