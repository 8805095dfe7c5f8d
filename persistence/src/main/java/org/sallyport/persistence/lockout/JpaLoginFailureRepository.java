package org.sallyport.persistence.lockout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.persistence.store.StoreSession;

/** Failed logins in table {@code login_failure}. */
@ApplicationScoped
public class JpaLoginFailureRepository implements LoginFailureRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaLoginFailureRepository() {}

    @Inject
    public JpaLoginFailureRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public Optional<Failures> find(String user) {
        return store.call(entities -> read(entities, user, LockModeType.NONE));
    }

    @Override
    public Optional<Failures> findForUpdate(String user) {
        return store.call(entities -> read(entities, user, LockModeType.PESSIMISTIC_WRITE));
    }

    @Override
    public void insert(Failures failures) {
        store.insert(new LoginFailureEntity(failures), "a count of failures of '" + failures.user() + "'");
    }

    @Override
    public void save(Failures failures) {
        store.run(entities -> {
            entities.merge(new LoginFailureEntity(failures));
            entities.flush();
        });
    }

    @Override
    public boolean delete(String user) {
        return store.call(entities -> entities.createQuery("delete from LoginFailureEntity f where f.userName = :user")
                        .setParameter("user", user)
                        .executeUpdate()
                == 1);
    }

    @Override
    public int deleteBefore(Instant then) {
        return store.call(entities -> entities.createQuery("delete from LoginFailureEntity f where f.lastAt < :then"
                        + " and (f.lockedUntil is null or f.lockedUntil < :then)")
                .setParameter("then", then)
                .executeUpdate());
    }

    private static Optional<Failures> read(EntityManager entities, String user, LockModeType lock) {
        LoginFailureEntity found = entities.find(LoginFailureEntity.class, user, lock);
        if (found == null) {
            return Optional.empty();
        }
        // what is read again in this transaction must come from the database: others count too
        entities.detach(found);
        return Optional.of(found.toFailures());
    }
}
