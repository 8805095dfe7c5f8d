package org.sallyport.persistence.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.sso.SsoTestRepository;
import org.sallyport.persistence.store.StoreSession;

/** Tests of connectors in table {@code sso_test}. */
@ApplicationScoped
public class JpaSsoTestRepository implements SsoTestRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaSsoTestRepository() {}

    @Inject
    public JpaSsoTestRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(PendingTest test) {
        store.insert(new SsoTestEntity(test), "the test");
    }

    @Override
    public Optional<PendingTest> find(String idHash, Instant now) {
        return store.call(entities -> entities.createQuery(
                        "select t from SsoTestEntity t where t.idHash = :id and t.expiresAt > :now",
                        SsoTestEntity.class)
                .setParameter("id", idHash)
                .setParameter("now", now)
                .getResultStream()
                // rows are changed by statements, so a managed copy would go stale
                .peek(entities::detach)
                .map(SsoTestEntity::toTest)
                .findFirst());
    }

    @Override
    public boolean finish(String idHash, String outcome) {
        return store.call(entities -> entities.createQuery(
                                "update SsoTestEntity t set t.outcome = :outcome where t.idHash = :id and t.outcome is null")
                        .setParameter("outcome", outcome)
                        .setParameter("id", idHash)
                        .executeUpdate()
                == 1);
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(entities -> entities.createQuery("delete from SsoTestEntity t where t.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
    }
}
