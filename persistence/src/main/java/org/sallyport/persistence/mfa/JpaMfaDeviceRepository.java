package org.sallyport.persistence.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.persistence.store.StoreSession;

/** Second factors in table {@code mfa_device}. */
@ApplicationScoped
public class JpaMfaDeviceRepository implements MfaDeviceRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaMfaDeviceRepository() {}

    @Inject
    public JpaMfaDeviceRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public List<MfaDevice> ofUser(String user) {
        return ofUser(user, LockModeType.NONE);
    }

    @Override
    public List<MfaDevice> ofUserForUpdate(String user) {
        return ofUser(user, LockModeType.PESSIMISTIC_WRITE);
    }

    private List<MfaDevice> ofUser(String user, LockModeType lock) {
        return store.call(entities -> read(
                entities,
                entities.createQuery(
                                "select d from MfaDeviceEntity d where d.userName = :user order by d.addedAt, d.id",
                                MfaDeviceEntity.class)
                        .setParameter("user", user)
                        .setLockMode(lock)));
    }

    @Override
    public Optional<MfaDevice> findByCredentialId(String credentialId) {
        return store.call(entities -> read(
                        entities,
                        entities.createQuery(
                                        "select d from MfaDeviceEntity d where d.credentialId = :id",
                                        MfaDeviceEntity.class)
                                .setParameter("id", credentialId))
                .stream()
                .findFirst());
    }

    @Override
    public void insert(MfaDevice device) {
        store.insert(new MfaDeviceEntity(device), "the device '" + device.name() + "', or its key,");
    }

    @Override
    public void update(MfaDevice device) {
        store.run(entities -> {
            entities.merge(new MfaDeviceEntity(device));
            entities.flush();
            entities.clear();
        });
    }

    @Override
    public boolean delete(String user, String id) {
        return store.call(entities ->
                entities.createQuery("delete from MfaDeviceEntity d where d.userName = :user and d.id = :id")
                                .setParameter("user", user)
                                .setParameter("id", id)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(entities -> entities.createQuery("delete from MfaDeviceEntity d where d.userName = :user")
                .setParameter("user", user)
                .executeUpdate());
    }

    private static List<MfaDevice> read(EntityManager entities, TypedQuery<MfaDeviceEntity> query) {
        return query.getResultList().stream()
                .map(found -> {
                    // rows are changed by statements, so a managed copy would go stale
                    entities.detach(found);
                    return found.toDevice();
                })
                .toList();
    }
}
