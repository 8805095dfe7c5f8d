package org.sallyport.persistence.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.sallyport.core.sso.UsedAssertionRepository;
import org.sallyport.persistence.store.StoreSession;

/** Used assertions in table {@code sso_assertion}. */
@ApplicationScoped
public class JpaUsedAssertionRepository implements UsedAssertionRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaUsedAssertionRepository() {}

    @Inject
    public JpaUsedAssertionRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(String idHash, Instant expires) {
        store.insert(new UsedAssertionEntity(idHash, expires), "the assertion");
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(
                entities -> entities.createQuery("delete from UsedAssertionEntity a where a.expiresAt <= :now")
                        .setParameter("now", now)
                        .executeUpdate());
    }
}
