package org.sallyport.ejb.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.PasswordChange;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class PasswordServiceTest {
    private static final String NEW = "another staple altogether";

    private final AuthServer server = new AuthServer();
    private final AccountBeans account = new AccountBeans(server);
    private People alice;
    private Caller.User caller;
    private String token;

    @BeforeEach
    void logIn() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of());
        token = alice.login().token();
        caller = server.as("alice");
    }

    @Test
    void newPasswordCountsAtOnceAndAllOtherSessionsEnd() {
        String second = login(People.PASSWORD);
        String third = login(People.PASSWORD);
        People bob = People.enrol(server, "bob", List.of("access"), Map.of());
        String bobs = bob.login().token();

        assertThat(change(People.PASSWORD, NEW)).isEqualTo(2);

        assertThat(server.login.authenticate(AuthServer.STRANGER, token).name()).isEqualTo("alice");
        assertThat(server.login.authenticate(AuthServer.STRANGER, bobs).name()).isEqualTo("bob");
        for (String ended : List.of(second, third)) {
            Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, ended));
        }
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD));
        assertThat(login(NEW)).isNotEmpty();
        AuditEvent event = server.audit.of("user.password.changed").getFirst();
        assertThat(event.code()).isEqualTo("SP1005I");
        assertThat(event.user()).isEqualTo("alice");
        assertThat(event.fields()).containsEntry("ended", "2");
    }

    @Test
    void takesADeviceShownAgainAndLooksAtThePasswordOnlyThen() {
        for (int i = 0; i < 6; i++) {
            Refused.with(ErrorCode.MFA_REQUIRED, () -> change("wrong", NEW, MfaAnswer.NONE));
        }
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change(People.PASSWORD, NEW, MfaAnswer.totp("000000x")));
        assertThat(server.audit.of("mfa.refused")).hasSize(1);
        assertThat(server.audit.of("user.password.refused")).isEmpty();
        assertThat(login(People.PASSWORD)).isNotEmpty();
    }

    @Test
    void wrongOldPasswordIsToldAuditedAndUsesUpNoCode() {
        String code = alice.nextCode();
        SallyportException wrong =
                Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("not it", NEW, MfaAnswer.totp(code)));
        assertThat(wrong.userMessage()).contains("old password is wrong");
        AuditEvent refused = server.audit.of("user.password.refused").getFirst();
        assertThat(refused.code()).isEqualTo("SP1005W");
        assertThat(refused.fields()).containsEntry("reason", "wrong_password");
        assertThat(change(People.PASSWORD, NEW, MfaAnswer.totp(code))).isZero();
    }

    /** A stolen session, even with a device, must not be a way to guess the password. */
    @Test
    void guessingTheOldPasswordLocksOut() {
        for (int i = 0; i < 5; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("guess", NEW));
        }
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> change(People.PASSWORD, NEW));
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> login(People.PASSWORD));
        assertThat(server.audit.of("user.locked_out")).hasSize(1);
        assertThat(server.audit.of("user.password.refused")).hasSize(6);
    }

    /** With the device in hand the guesses must not begin anew each time it is shown. */
    @Test
    void showingTheDeviceBetweenGuessesForgetsNone() {
        for (int i = 0; i < 4; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("guess", NEW));
        }
        var unused = server.mfa.newRecoveryCodes(caller, token, MfaAnswer.totp(alice.nextCode()));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("guess", NEW));
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> change(People.PASSWORD, NEW));
    }

    @Test
    void newPasswordsAreHeldToTheRuleOfInvites() {
        String said = Refused.with(ErrorCode.WEAK_PASSWORD, () -> change(People.PASSWORD, "elevenchars"))
                .userMessage();
        InviteCreated invite = server.users.invite(server.admin(), "alice", null);
        assertThat(Refused.with(
                                ErrorCode.WEAK_PASSWORD,
                                () -> server.users.acceptInvite(
                                        AuthServer.STRANGER,
                                        People.secret(invite),
                                        new InviteAcceptance("elevenchars", "000000")))
                        .userMessage())
                .isEqualTo(said);
        Refused.with(ErrorCode.WEAK_PASSWORD, () -> change(People.PASSWORD, "x".repeat(129)));
        Refused.with(ErrorCode.WEAK_PASSWORD, () -> change(People.PASSWORD, null));
        Refused.with(ErrorCode.WEAK_PASSWORD, () -> change(People.PASSWORD, People.PASSWORD));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change(null, NEW));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("x".repeat(100_000), NEW));
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> account.password.change(caller, token, null, MfaAnswer.totp(alice.nextCode())));
    }

    @Test
    void whoComesBySingleSignOnHasNoneHere() {
        Caller.User kay =
                new Caller.User("kay", List.of("access"), Map.of(), "192.0.2.8", Set.of(), Optional.of("corp"));
        SallyportException refusal = Refused.with(
                ErrorCode.UNSUPPORTED,
                () -> account.password.change(kay, "token", new PasswordChange("old", NEW), MfaAnswer.NONE));
        assertThat(refusal.userMessage()).contains("corp");
        assertThat(server.audit.of("user.password.refused")).hasSize(1);
    }

    /** An invite accepted, or a change made, between the proof and the change. */
    @Test
    void sessionThatEndedMeanwhileChangesNothing() {
        String second = login(People.PASSWORD);
        account.sessions.endOthers(caller, second);
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> change(People.PASSWORD, NEW));
        assertThat(login(People.PASSWORD)).isNotEmpty();
    }

    @Test
    void passwordsAreInNoEventAndInNoText() {
        change(People.PASSWORD, NEW);
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> change("guessed in vain", NEW + "!"));
        assertThat(server.audit.all().toString())
                .doesNotContain(NEW)
                .doesNotContain(People.PASSWORD)
                .doesNotContain("guessed in vain");
        assertThat(new PasswordChange("secret-1", "secret-2").toString()).doesNotContain("secret");
    }

    private int change(String old, String fresh) {
        return change(old, fresh, MfaAnswer.totp(alice.nextCode()));
    }

    private int change(String old, String fresh, MfaAnswer answer) {
        return account.password
                .change(caller, token, new PasswordChange(old, fresh), answer)
                .ended();
    }

    private String login(String password) {
        return alice.login(password, alice.nextCode(), null).token();
    }
}
