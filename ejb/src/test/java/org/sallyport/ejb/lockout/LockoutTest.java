package org.sallyport.ejb.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthenticationPolicy;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class LockoutTest {
    private final AuthServer server = new AuthServer();
    private People alice;

    @BeforeEach
    void enrol() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of());
    }

    @Test
    void fiveWrongPasswordsLockForHalfAnHourAndTheMessageSaysUntilWhen() {
        fail("alice", 5);
        String until = server.clock
                .instant()
                .plus(Duration.ofMinutes(30))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        SallyportException refusal = Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, alice::login);
        assertThat(refusal.userMessage()).contains(until).contains("admin users unlock");
        assertThat(server.audit.of("user.locked_out")).hasSize(1);
        server.clock.advance(Duration.ofMinutes(29));
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, alice::login);
        server.clock.advance(Duration.ofMinutes(2));
        assertThat(alice.login().token()).isNotEmpty();
    }

    @Test
    void nobodyIsLockedLikeSomebody() {
        for (String name : List.of("alice", "nobody")) {
            fail(name, 5);
        }
        SallyportException known = Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> attempt("alice", "any"));
        SallyportException unknown = Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> attempt("nobody", "any"));
        assertThat(unknown.userMessage()).isEqualTo(known.userMessage());
    }

    @Test
    void wrongCodesCountTogetherWithWrongPasswords() {
        fail("alice", 2);
        for (int i = 0; i < 2; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login(People.PASSWORD, "wrong", null));
        }
        Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.login.login(
                        AuthServer.STRANGER,
                        new LoginRequest("alice", People.PASSWORD, null, null, null, null, "aaaa-bbbb", null)));
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, alice::login);
    }

    @Test
    void failuresOfLongAgoAreForgotten() {
        fail("alice", 4);
        server.clock.advance(Duration.ofMinutes(31));
        fail("alice", 4);
        assertThat(alice.login().token()).isNotEmpty();
    }

    @Test
    void administratorLiftsTheLock() {
        fail("alice", 5);
        server.lockout.unlock(server.admin(), "alice");
        assertThat(server.audit.of("user.unlocked")).hasSize(1);
        assertThat(alice.login().token()).isNotEmpty();
    }

    @Test
    void unlockingTakesTheRightToChangeTheUser() {
        fail("alice", 5);
        Refused.with(ErrorCode.NOT_FOUND, () -> server.lockout.unlock(server.as("alice"), "alice"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.lockout.unlock(server.admin(), "nobody"));
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, alice::login);
    }

    @Test
    void clusterConfigurationSetsNumberAndDuration() {
        server.configure(
                "localhost:8443", new AuthenticationPolicy(Optional.of(2), Optional.of(Duration.ofMinutes(1)), null));
        fail("alice", 2);
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, alice::login);
        server.clock.advance(Duration.ofSeconds(61));
        assertThat(alice.login().token()).isNotEmpty();
    }

    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> attempt(name, "wrong password"));
        }
    }

    private void attempt(String name, String password) {
        server.login.login(AuthServer.STRANGER, new LoginRequest(name, password, alice.code(), null, null, null));
    }
}
