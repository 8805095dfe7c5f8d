package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;

/** What every {@link CredentialRepository} does. Each test starts without credentials. */
public abstract class CredentialRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract CredentialRepository repository();

    protected abstract Transactions transactions();

    @Test
    void savedCredentialIsFound() {
        save(credential("alice", 5, Optional.of(NOW)));

        Credential found = find("alice").orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(credential("alice", 5, Optional.of(NOW)));
        assertThat(find("bob")).isEmpty();
    }

    @Test
    void saveReplaces() {
        save(credential("alice", 5, Optional.of(NOW)));
        save(credential("alice", 6, Optional.empty()));

        assertThat(find("alice").orElseThrow().lastTotpStep()).isEqualTo(6);
        assertThat(find("alice").orElseThrow().lockedUntil()).isEmpty();
    }

    @Test
    void deletedCredentialIsGoneAndCanBeSavedAgain() {
        save(credential("alice", 5, Optional.empty()));
        transactions().run(() -> {
            repository().delete("alice");
            assertThat(repository().findForUpdate("alice")).isEmpty();
        });
        assertThat(find("alice")).isEmpty();
        transactions().run(() -> repository().delete("alice"));

        save(credential("alice", 7, Optional.empty()));
        assertThat(find("alice").orElseThrow().lastTotpStep()).isEqualTo(7);
    }

    @Test
    void racingLoginsUseOneStepOnce() {
        save(credential("alice", 0, Optional.empty()));
        var outcomes = Race.run(4, i -> transactions().call(() -> {
            Credential held = repository().findForUpdate("alice").orElseThrow();
            if (held.lastTotpStep() >= 100) {
                return false;
            }
            repository().save(credential("alice", 100, Optional.empty()));
            return true;
        }));

        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(true)))
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(false)))
                .hasSize(3);
    }

    private void save(Credential credential) {
        transactions().run(() -> repository().save(credential));
    }

    private Optional<Credential> find(String user) {
        return transactions().call(() -> repository().findForUpdate(user));
    }

    private static Credential credential(String user, long step, Optional<Instant> lockedUntil) {
        return new Credential(user, "$argon2id$x", new byte[] {1, 0, -1, 127}, step, 2, lockedUntil);
    }
}
