package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.user.InviteRepository;

/** {@link InviteRepository} in memory. */
public final class MemoryInvites implements InviteRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, Invite> invites;

    public MemoryInvites(MemoryStore store) {
        this.store = store;
        this.invites = store.table();
    }

    @Override
    public void save(Invite invite) {
        store.run(() -> {
            invites.rows().values().removeIf(known -> known.user().equals(invite.user()));
            invites.rows().put(invite.secretHash(), invite);
        });
    }

    @Override
    public Optional<Invite> findBySecretHash(String secretHash) {
        return store.call(() -> Optional.ofNullable(invites.rows().get(secretHash)));
    }

    @Override
    public boolean consume(String secretHash) {
        return store.call(() -> invites.rows().remove(secretHash) != null);
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(() -> invites.rows().values().removeIf(known -> known.user().equals(user)));
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(() -> {
            int before = invites.rows().size();
            invites.rows().values().removeIf(invite -> !invite.expires().isAfter(now));
            return before - invites.rows().size();
        });
    }
}
