package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.browserlogin.LoginRequestRepository;
import org.sallyport.core.browserlogin.LoginRequestRepository.LoginRequestRow;
import org.sallyport.core.browserlogin.LoginRequestRepository.Status;

/** What every {@link LoginRequestRepository} does. Each test starts without requests. */
public abstract class LoginRequestRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract LoginRequestRepository repository();

    protected abstract Transactions transactions();

    @Test
    void requestIsFoundByEachOfItsSecretsUntilItExpires() {
        LoginRequestRow row = insert("r1", Optional.of("u1"));

        assertThat(found(r -> r.find("r1", NOW))).contains(row);
        assertThat(found(r -> r.findByUserCode("u1", NOW))).contains(row);
        assertThat(found(r -> r.findBySecret("secret-r1", NOW))).contains(row);
        assertThat(found(r -> r.find("u1", NOW))).isEmpty();
        assertThat(found(r -> r.find("r1", row.expires()))).isEmpty();
        assertThat(found(r -> r.findBySecret("secret-r1", row.expires()))).isEmpty();
    }

    @Test
    void userCodeIsTakenOnce() {
        insert("r1", Optional.of("u1"));
        insert("r2", Optional.empty());
        insert("r3", Optional.empty());

        Refusals.assertRefused(ErrorCode.ALREADY_EXISTS, () -> insert("r4", Optional.of("u1")));
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void approvalNamesTheApproverAndTheNewSecret() {
        insert("r1", Optional.empty());

        assertThat(did(r -> r.approve("r1", "session-1", "code-1", NOW.plusSeconds(9))))
                .isTrue();
        LoginRequestRow approved = found(r -> r.findBySecret("code-1", NOW)).orElseThrow();
        assertThat(approved.status()).isEqualTo(Status.APPROVED);
        assertThat(approved.approver()).contains("session-1");
        assertThat(approved.expires()).isEqualTo(NOW.plusSeconds(9));
        assertThat(found(r -> r.findBySecret("secret-r1", NOW))).isEmpty();
        assertThat(did(r -> r.approve("r1", "session-2", "code-2", NOW.plusSeconds(9))))
                .isFalse();
        assertThat(did(r -> r.deny("r1"))).isFalse();
    }

    @Test
    void denialIsFinal() {
        insert("r1", Optional.empty());

        assertThat(did(r -> r.deny("r1"))).isTrue();
        assertThat(found(r -> r.find("r1", NOW)).orElseThrow().status()).isEqualTo(Status.DENIED);
        assertThat(did(r -> r.approve("r1", "session-1", "code-1", NOW.plusSeconds(9))))
                .isFalse();
    }

    @Test
    void ofRacingRedemptionsOneWins() {
        insert("r1", Optional.empty());
        var outcomes = Race.run(4, i -> did(r -> r.consume("r1")));

        assertThat(outcomes)
                .filteredOn(o -> o.result().equals(Optional.of(true)))
                .hasSize(1);
        assertThat(found(r -> r.find("r1", NOW))).isEmpty();
    }

    @Test
    void questionsThatComeTooSoonAreToldApart() {
        insert("r1", Optional.empty());

        assertThat(did(r -> r.asked("r1", NOW, NOW.minusSeconds(5)))).isTrue();
        assertThat(did(r -> r.asked("r1", NOW.plusSeconds(4), NOW.minusSeconds(1))))
                .isFalse();
        assertThat(did(r -> r.asked("r1", NOW.plusSeconds(5), NOW))).isTrue();
        assertThat(did(r -> r.asked("r2", NOW, NOW.minusSeconds(5)))).isFalse();
    }

    @Test
    void expiredRequestsAreDeleted() {
        insert("r1", Optional.empty());

        assertThat(deleteExpired(NOW.plusSeconds(299))).isZero();
        assertThat(deleteExpired(NOW.plusSeconds(300))).isEqualTo(1);
        assertThat(count()).isZero();
    }

    private LoginRequestRow insert(String id, Optional<String> userCode) {
        LoginRequestRow row = new LoginRequestRow(
                id,
                "secret-" + id,
                userCode,
                "challenge",
                "http://127.0.0.1:4711/callback",
                "state",
                "laptop",
                "192.0.2.7",
                "ssh-ed25519 AAAA",
                "",
                "8h",
                Status.PENDING,
                Optional.empty(),
                NOW,
                NOW.plusSeconds(300));
        transactions().run(() -> repository().insert(row));
        return row;
    }

    private Optional<LoginRequestRow> found(Function<LoginRequestRepository, Optional<LoginRequestRow>> query) {
        return transactions().call(() -> query.apply(repository()));
    }

    private boolean did(Predicate<LoginRequestRepository> change) {
        return transactions().call(() -> change.test(repository()));
    }

    private int deleteExpired(Instant now) {
        return transactions().call(() -> repository().deleteExpired(now));
    }

    private long count() {
        return transactions().call(() -> repository().count());
    }
}
