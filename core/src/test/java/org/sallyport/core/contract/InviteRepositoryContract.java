package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.user.InviteRepository;
import org.sallyport.core.user.InviteRepository.Invite;

/** What every {@link InviteRepository} does. Each test starts without invites. */
public abstract class InviteRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract InviteRepository repository();

    protected abstract Transactions transactions();

    @Test
    void savedInviteIsFoundByItsHashOnly() {
        save(invite("hash-1", "alice", NOW));

        assertThat(find("hash-1").orElseThrow()).usingRecursiveComparison().isEqualTo(invite("hash-1", "alice", NOW));
        assertThat(find("hash-2")).isEmpty();
    }

    @Test
    void newInviteReplacesTheUsersEarlierOne() {
        save(invite("hash-1", "alice", NOW));
        save(invite("hash-b", "bob", NOW));
        transactions().run(() -> {
            repository().save(invite("hash-2", "alice", NOW));
            repository().save(invite("hash-3", "alice", NOW));
        });

        assertThat(find("hash-1")).isEmpty();
        assertThat(find("hash-2")).isEmpty();
        assertThat(find("hash-3")).isPresent();
        assertThat(find("hash-b")).isPresent();
    }

    @Test
    void inviteIsConsumedOnce() {
        save(invite("hash-1", "alice", NOW));

        assertThat(consume("hash-1")).isTrue();
        assertThat(consume("hash-1")).isFalse();
        assertThat(find("hash-1")).isEmpty();
    }

    @Test
    void ofRacingAcceptancesOneWins() {
        save(invite("hash-1", "alice", NOW));
        var outcomes = Race.run(4, i -> consume("hash-1"));

        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(true)))
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(false)))
                .hasSize(3);
    }

    @Test
    void inviteOfOneUserIsDeletedAlone() {
        save(invite("hash-a", "alice", NOW));
        save(invite("hash-b", "bob", NOW));
        transactions().run(() -> repository().deleteOfUser("alice"));
        transactions().run(() -> repository().deleteOfUser("nobody"));

        assertThat(find("hash-a")).isEmpty();
        assertThat(find("hash-b")).isPresent();
    }

    @Test
    void expiredInvitesAreDeleted() {
        save(invite("old", "alice", NOW));
        save(invite("new", "bob", NOW.plusMillis(1)));

        assertThat(transactions().call(() -> repository().deleteExpired(NOW))).isEqualTo(1);
        assertThat(find("old")).isEmpty();
        assertThat(find("new")).isPresent();
    }

    private void save(Invite invite) {
        transactions().run(() -> repository().save(invite));
    }

    private boolean consume(String hash) {
        return transactions().call(() -> repository().consume(hash));
    }

    private Optional<Invite> find(String hash) {
        return transactions().call(() -> repository().findBySecretHash(hash));
    }

    private static Invite invite(String hash, String user, Instant expires) {
        return new Invite(hash, user, new byte[] {9, 8, -7}, expires);
    }
}
