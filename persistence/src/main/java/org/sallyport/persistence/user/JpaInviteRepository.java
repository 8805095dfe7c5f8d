package org.sallyport.persistence.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.persistence.store.StoreSession;

/** Invites in table {@code invite}, one per user at most. */
@ApplicationScoped
public class JpaInviteRepository implements InviteRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaInviteRepository() {}

    @Inject
    public JpaInviteRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void save(Invite invite) {
        store.run(entities -> {
            delete(entities, invite.user());
            store.insert(new InviteEntity(invite), "an invite of user '" + invite.user() + "'");
        });
    }

    @Override
    public Optional<Invite> findBySecretHash(String secretHash) {
        return store.call(entities -> entities.createQuery(
                        "select i.secretHash, i.userName, i.sealedTotpSecret, i.expiresAt from InviteEntity i"
                                + " where i.secretHash = :hash",
                        Object[].class)
                .setParameter("hash", secretHash)
                .getResultStream()
                .map(row -> new Invite((String) row[0], (String) row[1], (byte[]) row[2], (Instant) row[3]))
                .findFirst());
    }

    /** The deletion's row lock decides between racing acceptances. */
    @Override
    public boolean consume(String secretHash) {
        return store.call(entities -> entities.createQuery("delete from InviteEntity i where i.secretHash = :hash")
                        .setParameter("hash", secretHash)
                        .executeUpdate()
                == 1);
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(entities -> delete(entities, user));
    }

    private static void delete(EntityManager entities, String user) {
        entities.createQuery("delete from InviteEntity i where i.userName = :user")
                .setParameter("user", user)
                .executeUpdate();
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(entities -> entities.createQuery("delete from InviteEntity i where i.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate());
    }
}
