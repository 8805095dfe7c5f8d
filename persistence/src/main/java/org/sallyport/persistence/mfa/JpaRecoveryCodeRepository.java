package org.sallyport.persistence.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.persistence.store.StoreSession;

/** Digests in table {@code recovery_code}. */
@ApplicationScoped
public class JpaRecoveryCodeRepository implements RecoveryCodeRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaRecoveryCodeRepository() {}

    @Inject
    public JpaRecoveryCodeRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void replace(String user, List<String> hashes) {
        deleteOfUser(user);
        hashes.forEach(hash -> store.insert(new RecoveryCodeEntity(user, hash), "a recovery code"));
    }

    @Override
    public boolean consume(String user, String hash) {
        return store.call(entities ->
                entities.createQuery("delete from RecoveryCodeEntity c where c.userName = :user and c.codeHash = :hash")
                                .setParameter("user", user)
                                .setParameter("hash", hash)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public int count(String user) {
        return store.call(entities -> entities.createQuery(
                        "select count(c) from RecoveryCodeEntity c where c.userName = :user", Long.class)
                .setParameter("user", user)
                .getSingleResult()
                .intValue());
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(entities -> entities.createQuery("delete from RecoveryCodeEntity c where c.userName = :user")
                .setParameter("user", user)
                .executeUpdate());
    }
}
