package org.sallyport.persistence.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.persistence.store.StoreSession;

/** Local users' credentials. Rows are only read under their lock, so the persistence context's copy is never stale. */
@ApplicationScoped
public class JpaCredentialRepository implements CredentialRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaCredentialRepository() {}

    @Inject
    public JpaCredentialRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public Optional<Credential> findForUpdate(String user) {
        return store.call(entities -> Optional.ofNullable(
                        entities.find(CredentialEntity.class, user, LockModeType.PESSIMISTIC_WRITE))
                .map(CredentialEntity::toCredential));
    }

    @Override
    public void save(Credential credential) {
        store.run(entities -> {
            entities.merge(new CredentialEntity(credential));
            entities.flush();
        });
    }

    @Override
    public void delete(String user) {
        store.run(entities -> {
            CredentialEntity stored = entities.find(CredentialEntity.class, user, LockModeType.PESSIMISTIC_WRITE);
            if (stored != null) {
                entities.remove(stored);
                entities.flush();
            }
        });
    }
}
