package org.sallyport.persistence.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.persistence.store.StoreSession;

/** Challenges in table {@code mfa_challenge}. */
@ApplicationScoped
public class JpaMfaChallengeRepository implements MfaChallengeRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaMfaChallengeRepository() {}

    @Inject
    public JpaMfaChallengeRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(Challenge challenge) {
        store.insert(new MfaChallengeEntity(challenge), "the challenge");
    }

    @Override
    public Optional<Challenge> find(String hash) {
        return store.call(entities -> {
            MfaChallengeEntity found = entities.find(MfaChallengeEntity.class, hash);
            if (found == null) {
                return Optional.<Challenge>empty();
            }
            // rows are changed by statements, so a managed copy would go stale
            entities.detach(found);
            return Optional.of(found.toChallenge());
        });
    }

    /** The deletion's row lock decides between racing answers. */
    @Override
    public boolean consume(String hash) {
        return store.call(
                entities -> entities.createQuery("delete from MfaChallengeEntity c where c.challengeHash = :hash")
                                .setParameter("hash", hash)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(entities -> entities.createQuery("delete from MfaChallengeEntity c where c.userName = :user")
                .setParameter("user", user)
                .executeUpdate());
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(entities -> entities.createQuery("delete from MfaChallengeEntity c where c.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
    }
}
