package org.sallyport.persistence.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.persistence.store.StoreSession;

/** Login sessions in table {@code login_session}. */
@ApplicationScoped
public class JpaLoginSessionRepository implements LoginSessionRepository {
    private static final String OF_OWNER = "s.userName = :user and coalesce(s.connector, '') = :connector";

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

    /** By key, without a query: it is asked twice for every call that carries a token. */
    @Override
    public Optional<LoginSession> find(String tokenHash, Instant now) {
        return store.call(entities -> {
            LoginSessionEntity found = entities.find(LoginSessionEntity.class, tokenHash);
            if (found == null) {
                return Optional.<LoginSession>empty();
            }
            // rows are changed by statements, so a managed copy would go stale
            entities.detach(found);
            return Optional.of(found.toSession())
                    .filter(session -> session.expires().isAfter(now));
        });
    }

    @Override
    public void delete(String tokenHash) {
        store.run(entities -> entities.createQuery("delete from LoginSessionEntity s where s.tokenHash = :hash")
                .setParameter("hash", tokenHash)
                .executeUpdate());
    }

    @Override
    public List<LoginSession> ssoSessions(String user, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select s from LoginSessionEntity s where s.connector is not null and s.expiresAt > :now"
                                + " and (:user = '' or s.userName = :user) order by s.userName, s.createdAt",
                        LoginSessionEntity.class)
                .setParameter("now", now)
                .setParameter("user", user)
                .getResultStream()
                .peek(entities::detach)
                .map(LoginSessionEntity::toSession)
                .toList());
    }

    @Override
    public List<LoginSession> ofOwner(LoginSession session, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select s from LoginSessionEntity s where " + OF_OWNER
                                + " and s.expiresAt > :now order by s.createdAt desc, s.tokenHash",
                        LoginSessionEntity.class)
                .setParameter("user", session.user())
                .setParameter("connector", session.connector())
                .setParameter("now", now)
                .getResultStream()
                .peek(entities::detach)
                .map(LoginSessionEntity::toSession)
                .toList());
    }

    @Override
    public int deleteOthers(LoginSession kept, Instant now) {
        int open = deleteOthers(kept, "s.expiresAt > :now", now);
        deleteOthers(kept, "s.expiresAt <= :now", now);
        return open;
    }

    private int deleteOthers(LoginSession kept, String which, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "delete from LoginSessionEntity s where " + OF_OWNER + " and s.tokenHash <> :kept and " + which)
                .setParameter("user", kept.user())
                .setParameter("connector", kept.connector())
                .setParameter("kept", kept.tokenHash())
                .setParameter("now", now)
                .executeUpdate());
    }

    @Override
    public int deleteOfConnector(String connector) {
        return store.call(
                entities -> entities.createQuery("delete from LoginSessionEntity s where s.connector = :connector")
                        .setParameter("connector", connector)
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
