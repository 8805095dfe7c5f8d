package org.sallyport.persistence.browserlogin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.browserlogin.LoginRequestRepository;
import org.sallyport.persistence.store.StoreSession;

/** Logins that wait for a browser, in table {@code login_request}. Changes are single statements, so that one of two wins. */
@ApplicationScoped
public class JpaLoginRequestRepository implements LoginRequestRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaLoginRequestRepository() {}

    @Inject
    public JpaLoginRequestRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(LoginRequestRow request) {
        store.insert(new LoginRequestEntity(request), "the login request");
    }

    @Override
    public Optional<LoginRequestRow> find(String id, Instant now) {
        return findBy("id", id, now);
    }

    @Override
    public Optional<LoginRequestRow> findByUserCode(String userCodeHash, Instant now) {
        return findBy("userCodeHash", userCodeHash, now);
    }

    @Override
    public Optional<LoginRequestRow> findBySecret(String secretHash, Instant now) {
        return findBy("secretHash", secretHash, now);
    }

    private Optional<LoginRequestRow> findBy(String field, String value, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select r from LoginRequestEntity r where r." + field + " = :value and r.expiresAt > :now",
                        LoginRequestEntity.class)
                .setParameter("value", value)
                .setParameter("now", now)
                .getResultStream()
                // rows are changed by statements, so a managed copy would go stale
                .peek(entities::detach)
                .map(LoginRequestEntity::toRow)
                .findFirst());
    }

    @Override
    public boolean approve(String id, String approver, String secretHash, Instant expires) {
        return store.call(entities -> entities.createQuery("update LoginRequestEntity r set r.status = 'APPROVED',"
                                + " r.approver = :approver, r.secretHash = :secret, r.expiresAt = :expires"
                                + " where r.id = :id and r.status = 'PENDING'")
                        .setParameter("approver", approver)
                        .setParameter("secret", secretHash)
                        .setParameter("expires", expires)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean deny(String id) {
        return store.call(entities -> entities.createQuery("update LoginRequestEntity r set r.status = 'DENIED'"
                                + " where r.id = :id and r.status = 'PENDING'")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean asked(String id, Instant now, Instant earliest) {
        return store.call(entities -> entities.createQuery("update LoginRequestEntity r set r.askedAt = :now"
                                + " where r.id = :id and (r.askedAt is null or r.askedAt <= :earliest)")
                        .setParameter("now", now)
                        .setParameter("id", id)
                        .setParameter("earliest", earliest)
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean consume(String id) {
        return store.call(entities -> entities.createQuery("delete from LoginRequestEntity r where r.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1);
    }

    @Override
    public long count() {
        return store.call(entities -> entities.createQuery("select count(r) from LoginRequestEntity r", Long.class)
                .getSingleResult());
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(entities -> entities.createQuery("delete from LoginRequestEntity r where r.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
    }
}
