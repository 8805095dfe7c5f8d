package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.lockout.LoginFailureRepository;
import org.sallyport.core.lockout.LoginFailureRepository.Failures;

/** What every {@link LoginFailureRepository} does. Each test starts without failures. */
public abstract class LoginFailureRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract LoginFailureRepository repository();

    protected abstract Transactions transactions();

    @Test
    void insertedIsFoundAndNotInsertedTwice() {
        Failures two = new Failures("alice", 2, NOW, Optional.of(NOW.plusSeconds(9)));
        insert(two);
        assertThat(find("alice")).contains(two);
        assertThat(find("bob")).isEmpty();
        assertThat(catchThrowableOfType(SallyportException.class, () -> insert(two))
                        .code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void noFailureIsLostInARace() {
        insert(new Failures("alice", 0, NOW, Optional.empty()));
        Race.run(4, i -> transactions().call(() -> {
            Failures held = repository().findForUpdate("alice").orElseThrow();
            repository().save(new Failures("alice", held.count() + 1, NOW, Optional.empty()));
            return true;
        }));
        assertThat(find("alice").orElseThrow().count()).isEqualTo(4);
    }

    @Test
    void deletedIsGone() {
        insert(new Failures("alice", 1, NOW, Optional.empty()));
        assertThat(transactions().call(() -> repository().delete("alice"))).isTrue();
        assertThat(transactions().call(() -> repository().delete("alice"))).isFalse();
        assertThat(find("alice")).isEmpty();
    }

    @Test
    void oldOnesAreForgottenUnlessTheyLock() {
        insert(new Failures("old", 1, NOW, Optional.empty()));
        insert(new Failures("locked", 0, NOW, Optional.of(NOW.plusSeconds(60))));
        insert(new Failures("new", 1, NOW.plusSeconds(30), Optional.empty()));
        assertThat(transactions().call(() -> repository().deleteBefore(NOW.plusSeconds(20))))
                .isEqualTo(1);
        assertThat(find("old")).isEmpty();
        assertThat(find("locked")).isPresent();
        assertThat(find("new")).isPresent();
    }

    private void insert(Failures failures) {
        transactions().run(() -> repository().insert(failures));
    }

    private Optional<Failures> find(String user) {
        return transactions().call(() -> repository().find(user));
    }
}
