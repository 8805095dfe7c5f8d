package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;

/** What every {@link CredentialRepository} does. Each test starts without credentials. */
public abstract class CredentialRepositoryContract {
    protected abstract CredentialRepository repository();

    protected abstract Transactions transactions();

    @Test
    void savedCredentialIsFound() {
        save(new Credential("alice", "$argon2id$x"));

        assertThat(find("alice")).contains(new Credential("alice", "$argon2id$x"));
        assertThat(find("bob")).isEmpty();
    }

    @Test
    void saveReplaces() {
        save(new Credential("alice", "$argon2id$x"));
        save(new Credential("alice", "$argon2id$y"));

        assertThat(find("alice").orElseThrow().passwordHash()).isEqualTo("$argon2id$y");
    }

    @Test
    void deletedCredentialIsGoneAndCanBeSavedAgain() {
        save(new Credential("alice", "$argon2id$x"));
        transactions().run(() -> {
            repository().delete("alice");
            assertThat(repository().findForUpdate("alice")).isEmpty();
        });
        assertThat(find("alice")).isEmpty();
        transactions().run(() -> repository().delete("alice"));

        save(new Credential("alice", "$argon2id$z"));
        assertThat(find("alice")).isPresent();
    }

    /** What is decided under the credential's lock is decided one after the other. */
    @Test
    void racingChangesSeeEachOther() {
        save(new Credential("alice", "0"));
        var outcomes = Race.run(4, i -> transactions().call(() -> {
            Credential held = repository().findForUpdate("alice").orElseThrow();
            if (held.passwordHash().equals("used")) {
                return false;
            }
            repository().save(new Credential("alice", "used"));
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
}
