package org.sallyport.ejb.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.AuthenticationPolicy;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Totp;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class MfaServiceTest {
    private final AuthServer server = new AuthServer();
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
    void inviteMakesTheFirstDeviceAndItsUseIsSeen() {
        MfaDeviceView app = devices().getFirst();
        assertThat(devices()).hasSize(1);
        assertThat(app.kind()).isEqualTo(MfaKind.TOTP);
        assertThat(app.name()).isEqualTo("authenticator app");
        assertThat(app.lastUsed()).isEqualTo(server.clock.instant());
    }

    @Test
    void secondAppLogsInAsWellAsTheFirst() {
        byte[] secret = addApp("tablet");
        assertThat(devices()).extracting(MfaDeviceView::name).containsExactly("authenticator app", "tablet");
        server.clock.advance(Duration.ofSeconds(30));
        String code = Totp.codeAt(secret, server.clock.instant());
        assertThat(alice.login(People.PASSWORD, code, null).token()).isNotEmpty();
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login(People.PASSWORD, code, null));
        assertThat(alice.login().token()).isNotEmpty();
        assertThat(server.audit.of("mfa.device.added")).hasSize(1);
    }

    @Test
    void changesTakeADeviceShownAgain() {
        Refused.with(ErrorCode.MFA_REQUIRED, () -> begin(MfaAnswer.NONE));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> begin(MfaAnswer.totp("000000x")));
        String used = alice.nextCode();
        begin(MfaAnswer.totp(used));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> begin(MfaAnswer.totp(used)));
        Refused.with(
                ErrorCode.MFA_REQUIRED,
                () -> server.mfa.remove(caller, token, devices().getFirst().id(), MfaAnswer.NONE));
        Refused.with(ErrorCode.MFA_REQUIRED, () -> server.mfa.newRecoveryCodes(caller, token, MfaAnswer.NONE));
        assertThat(server.audit.of("mfa.refused")).hasSize(2);
    }

    @Test
    void guessingWithAStolenSessionLocks() {
        for (int i = 0; i < 5; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> begin(MfaAnswer.totp("000000x")));
        }
        Refused.with(ErrorCode.ACCOUNT_LOCKED_OUT, () -> begin(MfaAnswer.totp(alice.nextCode())));
    }

    @Test
    void wrongCodeOfTheNewAppLeavesTheRegistrationOpen() {
        MfaRegistration registration = begin(MfaAnswer.totp(alice.nextCode()));
        Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.mfa.add(caller, token, new MfaEnrolment(registration.registration(), "x", "1", null)));
        finish(registration, "tablet");
        Refused.with(ErrorCode.NOT_FOUND, () -> finish(registration, "again"));
    }

    @Test
    void registrationIsBoundToTheSessionAndEnds() {
        MfaRegistration registration = begin(MfaAnswer.totp(alice.nextCode()));
        server.clock.advance(Duration.ofSeconds(30));
        String other = alice.login().token();
        Refused.with(
                ErrorCode.NOT_FOUND,
                () -> server.mfa.add(caller, other, new MfaEnrolment(registration.registration(), "x", "1", null)));
        server.clock.advance(Duration.ofMinutes(5));
        Refused.with(ErrorCode.NOT_FOUND, () -> finish(registration, "late"));
    }

    @Test
    void namesAreOnesOwnAndUnique() {
        addApp("tablet");
        MfaRegistration second = begin(MfaAnswer.totp(alice.nextCode()));
        Refused.with(ErrorCode.ALREADY_EXISTS, () -> finish(second, "tablet"));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> finish(second, "x".repeat(65)));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> finish(second, "\u0007"));
        finish(second, "watch");
    }

    @Test
    void lastDeviceStays() {
        String first = devices().getFirst().id();
        addApp("tablet");
        server.mfa.remove(caller, token, first, MfaAnswer.totp(alice.nextCode()));
        assertThat(devices()).extracting(MfaDeviceView::name).containsExactly("tablet");
        List<String> codes = newCodes();
        String last = devices().getFirst().id();
        Refused.with(
                ErrorCode.LAST_MFA_DEVICE,
                () -> server.mfa.remove(caller, token, last, MfaAnswer.recovery(codes.getFirst())));
        Refused.with(
                ErrorCode.NOT_FOUND, () -> server.mfa.remove(caller, token, first, MfaAnswer.recovery(codes.get(1))));
        assertThat(server.audit.of("mfa.device.removed")).hasSize(1);
    }

    @Test
    void recoveryCodeLogsInOnceAndIsStoredAsADigest() {
        List<String> codes = server.mfa
                .newRecoveryCodes(caller, token, MfaAnswer.totp(alice.nextCode()))
                .codes();
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        assertThat(server.mfa.list(caller).recoveryCodes()).isEqualTo(10);
        assertThat(recover(codes.getFirst().toUpperCase(java.util.Locale.ROOT).replace("-", " "))
                        .token())
                .isNotEmpty();
        assertThat(server.mfa.list(caller).recoveryCodes()).isEqualTo(9);
        assertThat(server.audit.of("mfa.recovery_code.used").getFirst().fields())
                .containsEntry("left", "9");
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> recover(codes.getFirst()));
    }

    @Test
    void newRecoveryCodesVoidTheOldAndAWrongPasswordUsesNone() {
        List<String> old = server.mfa
                .newRecoveryCodes(caller, token, MfaAnswer.totp(alice.nextCode()))
                .codes();
        Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.login.login(
                        AuthServer.STRANGER,
                        new LoginRequest("alice", "wrong password", null, null, null, null, old.getFirst(), null)));
        assertThat(server.mfa.list(caller).recoveryCodes()).isEqualTo(10);
        server.mfa.newRecoveryCodes(caller, token, MfaAnswer.recovery(old.getFirst()));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> recover(old.get(1)));
        assertThat(server.audit.of("mfa.recovery_codes.made")).hasSize(2);
    }

    @Test
    void resetByAnInviteLeavesNothingOfTheOldFactors() {
        List<String> codes = server.mfa
                .newRecoveryCodes(caller, token, MfaAnswer.totp(alice.nextCode()))
                .codes();
        addApp("tablet");
        String secret = People.secret(server.users.invite(server.admin(), "alice", ""));
        byte[] totp = Totp.parseBase32(
                server.users.viewInvite(AuthServer.STRANGER, secret).totpSecret());
        server.users.acceptInvite(
                AuthServer.STRANGER,
                secret,
                new InviteAcceptance(People.PASSWORD, Totp.codeAt(totp, server.clock.instant())));
        assertThat(devices()).extracting(MfaDeviceView::name).containsExactly("authenticator app");
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> recover(codes.getFirst()));
    }

    @Test
    void administrativeChangesTakeASecondFactorWhenTheClusterSaysSo() {
        server.adminMfa.require(caller, token, MfaAnswer.NONE);
        server.configure("localhost:8443", new AuthenticationPolicy(null, null, Optional.of(true)));
        Refused.with(ErrorCode.MFA_REQUIRED, () -> server.adminMfa.require(caller, token, MfaAnswer.NONE));
        String code = alice.nextCode();
        server.adminMfa.require(caller, token, MfaAnswer.totp(code));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> server.adminMfa.require(caller, token, MfaAnswer.totp(code)));
    }

    private LoginResponse recover(String code) {
        return server.login.login(
                AuthServer.STRANGER, new LoginRequest("alice", People.PASSWORD, null, null, null, null, code, null));
    }

    private List<String> newCodes() {
        server.clock.advance(Duration.ofSeconds(30));
        return server.mfa
                .newRecoveryCodes(caller, token, MfaAnswer.totp(Totp.codeAt(tablet, server.clock.instant())))
                .codes();
    }

    private byte[] tablet;

    private byte[] addApp(String name) {
        MfaRegistration registration = begin(MfaAnswer.totp(alice.nextCode()));
        finish(registration, name);
        tablet = Totp.parseBase32(registration.totpSecret());
        return tablet;
    }

    private MfaRegistration begin(MfaAnswer answer) {
        return server.mfa.begin(caller, token, new MfaRegistrationRequest(MfaKind.TOTP, false), answer);
    }

    private void finish(MfaRegistration registration, String name) {
        String code = Totp.codeAt(Totp.parseBase32(registration.totpSecret()), server.clock.instant());
        server.mfa.add(caller, token, new MfaEnrolment(registration.registration(), name, code, null));
    }

    private List<MfaDeviceView> devices() {
        return server.mfa.list(caller).devices();
    }
}
