package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.login.SsoIdentity;

/** What every {@link LoginSessionRepository} does. Each test starts without sessions. */
public abstract class LoginSessionRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    protected abstract LoginSessionRepository repository();

    protected abstract Transactions transactions();

    @Test
    void sessionIsFoundUntilItExpires() {
        LoginSession session = insert("hash-1", "alice", NOW.plusSeconds(60));

        assertThat(find("hash-1", NOW)).contains(session);
        assertThat(find("hash-1", NOW.plusSeconds(60).minusMillis(1))).contains(session);
        assertThat(find("hash-1", NOW.plusSeconds(60))).isEmpty();
        assertThat(find("hash-2", NOW)).isEmpty();
    }

    @Test
    void deletedSessionIsGone() {
        insert("hash-1", "alice", NOW.plusSeconds(60));
        transactions().run(() -> repository().delete("hash-1"));

        assertThat(find("hash-1", NOW)).isEmpty();
        transactions().run(() -> repository().delete("hash-1"));
    }

    @Test
    void allSessionsOfAUserEndTogether() {
        insert("a1", "alice", NOW.plusSeconds(60));
        insert("a2", "alice", NOW.plusSeconds(60));
        insert("b1", "bob", NOW.plusSeconds(60));

        assertThat(transactions().call(() -> repository().deleteOfUser("alice")))
                .isEqualTo(2);
        assertThat(find("a1", NOW)).isEmpty();
        assertThat(find("b1", NOW)).isPresent();
        assertThat(transactions().call(() -> repository().deleteOfUser("alice")))
                .isZero();
    }

    @Test
    void expiredSessionsAreDeleted() {
        insert("old", "alice", NOW);
        insert("new", "alice", NOW.plusMillis(1));

        assertThat(transactions().call(() -> repository().deleteExpired(NOW))).isEqualTo(1);
        assertThat(find("old", NOW.minusSeconds(1))).isEmpty();
        assertThat(find("new", NOW)).isPresent();
    }

    @Test
    void whoCameByAConnectorIsFoundAndEndsWithIt() {
        SsoIdentity identity = new SsoIdentity("corp", List.of("access"), Map.of("groups", List.of("dev", "ops")));
        LoginSession carol = new LoginSession(
                "c1",
                "carol",
                "192.0.2.7",
                NOW.minusSeconds(5),
                NOW.plusSeconds(60),
                Optional.of(identity),
                Optional.of("device-1"));
        LoginSession over = new LoginSession(
                "c2", "carol", "192.0.2.7", NOW.minusSeconds(50), NOW, Optional.of(identity), Optional.empty());
        transactions().run(() -> repository().insert(carol));
        transactions().run(() -> repository().insert(over));
        insert("a1", "alice", NOW.plusSeconds(60));

        assertThat(find("c1", NOW)).contains(carol);
        assertThat(transactions().call(() -> repository().ssoSessions("", NOW))).containsExactly(carol);
        assertThat(transactions().call(() -> repository().ssoSessions("carol", NOW)))
                .containsExactly(carol);
        assertThat(transactions().call(() -> repository().ssoSessions("alice", NOW)))
                .isEmpty();
        assertThat(transactions().call(() -> repository().deleteOfConnector("other")))
                .isZero();
        assertThat(transactions().call(() -> repository().deleteOfConnector("corp")))
                .isEqualTo(2);
        assertThat(find("c1", NOW)).isEmpty();
        assertThat(find("a1", NOW)).isPresent();
    }

    @Test
    void openSessionsOfAnOwnerAreListedNewestFirstAndTheOthersEnd() {
        LoginSession first = insert("a1", "alice", "", NOW.minusSeconds(9), NOW.plusSeconds(60));
        LoginSession second = insert("a2", "alice", "", NOW.minusSeconds(5), NOW.plusSeconds(60));
        LoginSession over = insert("a3", "alice", "", NOW.minusSeconds(7), NOW);
        LoginSession corp = insert("a4", "alice", "corp", NOW.minusSeconds(3), NOW.plusSeconds(60));
        LoginSession other = insert("a5", "alice", "other", NOW.minusSeconds(3), NOW.plusSeconds(60));
        LoginSession bob = insert("b1", "bob", "", NOW.minusSeconds(1), NOW.plusSeconds(60));

        assertThat(ofOwner(first)).containsExactly(second, first);
        assertThat(ofOwner(over)).containsExactly(second, first);
        assertThat(ofOwner(corp)).containsExactly(corp);
        assertThat(transactions().call(() -> repository().deleteOthers(corp, NOW)))
                .isZero();
        assertThat(transactions().call(() -> repository().deleteOthers(first, NOW)))
                .isEqualTo(1);
        assertThat(ofOwner(first)).containsExactly(first);
        assertThat(find("a3", NOW.minusSeconds(1))).isEmpty();
        assertThat(ofOwner(corp)).containsExactly(corp);
        assertThat(ofOwner(other)).containsExactly(other);
        assertThat(ofOwner(bob)).containsExactly(bob);
    }

    private List<LoginSession> ofOwner(LoginSession session) {
        return transactions().call(() -> repository().ofOwner(session, NOW));
    }

    private LoginSession insert(String hash, String user, String connector, Instant created, Instant expires) {
        Optional<SsoIdentity> sso = Optional.of(connector)
                .filter(name -> !name.isEmpty())
                .map(name -> new SsoIdentity(name, List.of(), Map.of()));
        LoginSession session = new LoginSession(hash, user, "192.0.2.7", created, expires, sso, Optional.empty());
        transactions().run(() -> repository().insert(session));
        return session;
    }

    private LoginSession insert(String hash, String user, Instant expires) {
        LoginSession session = new LoginSession(hash, user, "192.0.2.7", NOW.minusSeconds(5), expires);
        transactions().run(() -> repository().insert(session));
        return session;
    }

    private Optional<LoginSession> find(String hash, Instant now) {
        return transactions().call(() -> repository().find(hash, now));
    }
}
