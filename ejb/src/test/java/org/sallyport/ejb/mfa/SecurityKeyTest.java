package org.sallyport.ejb.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthenticationPolicy;
import org.sallyport.api.rest.LoginChallengeRequest;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.WebAuthnAssertion;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.fixture.SoftKey;

class SecurityKeyTest {
    private static final String RP = "localhost";
    private final AuthServer server = new AuthServer();
    private final SoftKey key = new SoftKey("one");
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
    void keyIsTheSecondFactorAfterThePassword() {
        key.verifies = false;
        add(key, "yubi", false);
        MfaChallenge challenge = challenge(People.PASSWORD);
        assertThat(challenge.kinds()).containsExactly(MfaKind.TOTP, MfaKind.WEBAUTHN);
        assertThat(challenge.webauthn().credentials().getFirst().id()).isEqualTo(key.id());
        WebAuthnAssertion shown = key.sign(challenge.webauthn().challenge(), RP);
        assertThat(login(People.PASSWORD, shown).token()).isNotEmpty();
        assertThat(server.audit.of("user.login").getLast().fields()).containsEntry("factor", "webauthn");
        // the challenge is over
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, shown));
    }

    @Test
    void challengeTakesTheRightPasswordAndIsCounted() {
        add(key, "yubi", false);
        for (int i = 0; i < 5; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> challenge("wrong password"));
        }
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> challenge(People.PASSWORD));
        Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.login.challenge(AuthServer.STRANGER, new LoginChallengeRequest("nobody", "x")));
    }

    @Test
    void challengeOfAnotherKindUserOrTimeIsNone() {
        add(key, "yubi", true);
        String confirmation = server.mfa.challenge(caller, token).webauthn().challenge();
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, key.sign(confirmation, RP)));
        String alone = passkeyChallenge();
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, key.sign(alone, RP)));
        String late = challenge(People.PASSWORD).webauthn().challenge();
        server.clock.advance(Duration.ofMinutes(5));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, key.sign(late, RP)));
        assertThat(server.audit.of("user.login.failed"))
                .extracting(event -> event.fields().get("reason"))
                .containsOnly("challenge_over");
    }

    @Test
    void foreignOriginAndForeignKeyAreRefused() {
        add(key, "yubi", false);
        String first = challenge(People.PASSWORD).webauthn().challenge();
        SoftKey phished = key;
        phished.origin = "https://localhost.evil.example";
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, phished.sign(first, RP)));
        phished.origin = "https://localhost:8443";
        String second = challenge(People.PASSWORD).webauthn().challenge();
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> login(People.PASSWORD, new SoftKey("one").sign(second, RP)));
    }

    @Test
    void passkeyLogsInWithoutNameAndPasswordAlsoWhileTheyAreLockedOut() {
        add(key, "passkey", true);
        for (int i = 0; i < 5; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login("wrong password", "x", null));
        }
        LoginResponse login = passkey(key.sign(passkeyChallenge(), RP));
        assertThat(login.user()).isEqualTo("alice");
        assertThat(server.audit.of("user.login").getLast().fields()).containsEntry("factor", "passkey");
    }

    @Test
    void keyThatIsNoPasskeyOrDidNotAskItsPersonDoesNotLogInAlone() {
        add(key, "yubi", false);
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> passkey(key.sign(passkeyChallenge(), RP)));
        SoftKey lazy = new SoftKey("two");
        add(lazy, "passkey", true);
        lazy.verifies = false;
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> passkey(lazy.sign(passkeyChallenge(), RP)));
        lazy.verifies = true;
        assertThat(passkey(lazy.sign(passkeyChallenge(), RP)).user()).isEqualTo("alice");
    }

    @Test
    void passkeyThatDidNotAskItsPersonIsNotRegistered() {
        key.verifies = false;
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> add(key, "passkey", true));
        assertThat(server.mfa.list(caller).devices()).hasSize(1);
    }

    @Test
    void copiedKeyIsRefusedAndTold() {
        add(key, "yubi", true);
        passkey(key.sign(passkeyChallenge(), RP));
        passkey(key.sign(passkeyChallenge(), RP));
        key.counter(0);
        SallyportException refusal =
                Refused.with(ErrorCode.BAD_CREDENTIALS, () -> passkey(key.sign(passkeyChallenge(), RP)));
        assertThat(refusal.userMessage()).contains("counter went back");
        assertThat(server.audit.of("mfa.device.cloned")).hasSize(1);
    }

    @Test
    void keyOfAnotherPublicAddressIsToldSo() {
        add(key, "yubi", true);
        String before = passkeyChallenge();
        rename("new.example.org:443");
        MfaChallenge challenge = challenge(People.PASSWORD);
        assertThat(challenge.webauthn()).isNull();
        assertThat(challenge.kinds()).containsExactly(MfaKind.TOTP);
        assertThat(challenge.notice()).contains("localhost").contains("new.example.org");
        assertThat(server.mfa.list(caller).devices().getLast().usable()).isFalse();
        SallyportException refusal = Refused.with(ErrorCode.SECURITY_KEY_UNUSABLE, () -> passkey(key.sign(before, RP)));
        assertThat(refusal.userMessage()).contains("localhost").contains("new.example.org");
    }

    @Test
    void lastUsableDeviceStaysThoughAKeyOfAnotherHostIsLeft() {
        add(key, "yubi", false);
        rename("new.example.org:443");
        String app = server.mfa.list(caller).devices().getFirst().id();
        String old = server.mfa.list(caller).devices().getLast().id();
        Refused.with(
                ErrorCode.LAST_MFA_DEVICE,
                () -> server.mfa.remove(caller, token, app, MfaAnswer.totp(alice.nextCode())));
        server.mfa.remove(caller, token, old, MfaAnswer.totp(alice.nextCode()));
    }

    @Test
    void addressWithoutANameHasNoKeys() {
        rename("192.0.2.10:8443");
        SallyportException refusal = Refused.with(ErrorCode.INVALID_ARGUMENT, () -> add(key, "yubi", false));
        assertThat(refusal.userMessage()).contains("host name");
    }

    @Test
    void keyConfirmsAChange() {
        add(key, "yubi", false);
        String challenge = server.mfa.challenge(caller, token).webauthn().challenge();
        MfaAnswer answer = new MfaAnswer(null, null, key.sign(challenge, RP));
        assertThat(server.mfa.newRecoveryCodes(caller, token, answer).codes()).hasSize(10);
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> server.mfa.newRecoveryCodes(caller, token, answer));
    }

    private void add(SoftKey added, String name, boolean passwordless) {
        MfaRegistration registration = server.mfa.begin(
                caller,
                token,
                new MfaRegistrationRequest(MfaKind.WEBAUTHN, passwordless),
                MfaAnswer.totp(alice.nextCode()));
        server.mfa.add(
                caller,
                token,
                new MfaEnrolment(registration.registration(), name, null, added.make(registration.webauthn())));
    }

    private MfaChallenge challenge(String password) {
        return server.login.challenge(AuthServer.STRANGER, new LoginChallengeRequest("alice", password));
    }

    private String passkeyChallenge() {
        return server.login
                .challenge(AuthServer.STRANGER, new LoginChallengeRequest(null, null))
                .webauthn()
                .challenge();
    }

    private LoginResponse login(String password, WebAuthnAssertion shown) {
        return server.login.login(
                AuthServer.STRANGER, new LoginRequest("alice", password, null, null, null, null, null, shown));
    }

    private LoginResponse passkey(WebAuthnAssertion shown) {
        return server.login.login(
                AuthServer.STRANGER, new LoginRequest(null, null, null, null, null, null, null, shown));
    }

    private void rename(String publicAddress) {
        server.configure(publicAddress, AuthenticationPolicy.DEFAULTS);
    }
}
