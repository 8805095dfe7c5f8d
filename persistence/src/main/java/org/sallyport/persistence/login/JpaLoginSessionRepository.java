package org.sallyport.persistence.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.persistence.store.StoreSession;

/** Login sessions in table {@code login_session}. */
@ApplicationScoped
public class JpaLoginSessionRepository implements LoginSessionRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaLoginSessionRepository() {}

    @Inject
    public JpaLoginSessionRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(LoginSession session) {
        store.insert(new LoginSessionEntity(session), "the login session");
    }

    @Override
    public Optional<LoginSession> find(String tokenHash, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select s from LoginSessionEntity s where s.tokenHash = :hash and s.expiresAt > :now",
                        LoginSessionEntity.class)
                .setParameter("hash", tokenHash)
                .setParameter("now", now)
                .getResultStream()
                .map(LoginSessionEntity::toSession)
                .findFirst());
    }

    @Override
    public void delete(String tokenHash) {
        store.run(entities -> entities.createQuery("delete from LoginSessionEntity s where s.tokenHash = :hash")
                .setParameter("hash", tokenHash)
                .executeUpdate());
    }

    @Override
    public int deleteOfUser(String user) {
        return store.call(entities -> entities.createQuery("delete from LoginSessionEntity s where s.userName = :user")
                .setParameter("user", user)
                .executeUpdate());
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(entities -> entities.createQuery("delete from LoginSessionEntity s where s.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
    }
}
