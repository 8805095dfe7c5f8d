package org.sallyport.core.fakes;

import java.util.Optional;
import org.sallyport.core.user.CredentialRepository;

/** {@link CredentialRepository} in memory; a transaction of {@link MemoryStore} is the write lock. */
public final class MemoryCredentials implements CredentialRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Credential> credentials;

    public MemoryCredentials(MemoryStore store) {
        this.store = store;
        this.credentials = store.table();
    }

    @Override
    public Optional<Credential> findForUpdate(String user) {
        return store.call(() -> Optional.ofNullable(credentials.rows().get(user)));
    }

    @Override
    public void save(Credential credential) {
        store.run(() -> credentials.rows().put(credential.user(), credential));
    }

    @Override
    public void delete(String user) {
        store.run(() -> credentials.rows().remove(user));
    }
}
