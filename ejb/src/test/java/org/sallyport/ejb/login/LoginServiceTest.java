package org.sallyport.ejb.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class LoginServiceTest {
    private final AuthServer server = new AuthServer();
    private final String sshKey = SshKeys.line(SshKeys.generate().getPublic());
    private People alice;

    @BeforeEach
    void enrol() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of("logins", List.of("ubuntu")));
    }

    @Test
    void passwordAndCodeOpenASessionWithTheRolesOfNow() {
        LoginResponse login = alice.login();
        assertThat(login.roles()).containsExactly("access");
        server.resources.apply(
                AuthServer.SYSTEM, Resource.of(Metadata.named("alice"), new UserSpec(List.of("auditor"), Map.of())));
        assertThat(server.login.authenticate(AuthServer.STRANGER, login.token()).roles())
                .containsExactly("auditor");
    }

    @Test
    void onlyTheTokensDigestIsStored() {
        LoginResponse login = alice.login();
        assertThat(server.sessionRepository.find(Secrets.sha256Hex(login.token()), server.clock.instant()))
                .isPresent();
        assertThat(server.sessionRepository.find(login.token(), server.clock.instant()))
                .isEmpty();
        assertThat(login.token()).hasSizeGreaterThanOrEqualTo(43);
    }

    @Test
    void codeCountsOnce() {
        String code = alice.code();
        alice.login(People.PASSWORD, code, null);
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login(People.PASSWORD, code, null));
    }

    @Test
    void everyWrongPartGetsTheSameAnswerAndItsOwnReasonInTheLog() {
        SallyportException password =
                Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login("wrong password", alice.code(), null));
        SallyportException code =
                Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login(People.PASSWORD, "000000x", null));
        SallyportException user = Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.login.login(
                        AuthServer.STRANGER,
                        new LoginRequest("nobody", People.PASSWORD, alice.code(), null, null, null)));
        assertThat(List.of(password.userMessage(), code.userMessage())).containsOnly(user.userMessage());
        assertThat(server.audit.of("user.login.failed"))
                .extracting(event -> event.fields().get("reason"))
                .containsExactly("wrong_password", "wrong_code", "unknown_user");
    }

    @Test
    void successForgetsEarlierFailures() {
        fail(4);
        alice.login();
        fail(4);
        server.clock.advance(Duration.ofSeconds(30));
        assertThat(alice.login().token()).isNotEmpty();
    }

    @Test
    void loginWithAKeyBringsACertificateInTheSameTransaction() {
        int before = server.certificateRepository.all().size();
        LoginResponse login = alice.login(People.PASSWORD, alice.code(), sshKey);
        assertThat(login.certificates().logins()).containsExactly("ubuntu");
        assertThat(login.certificates().ssh()).startsWith("ssh-ed25519-cert-v01@openssh.com ");
        assertThat(server.certificateRepository.all()).hasSize(before + 1);
        assertThat(server.audit.of("cert.issued")).extracting(AuditEvent::user).contains("alice");
    }

    @Test
    void malformedKeyLeavesNoSessionBehind() {
        Refused.with(
                ErrorCode.INVALID_ARGUMENT, () -> alice.login(People.PASSWORD, alice.code(), "ssh-ed25519 nonsense"));
        assertThat(server.sessionRepository.deleteOfUser("alice")).isZero();
        assertThat(server.audit.of("user.login")).isEmpty();
    }

    @Test
    void renewedCertificatesEndWithTheSession() {
        LoginResponse login = alice.login();
        server.clock.advance(Duration.ofHours(11));
        Caller.User caller = server.login.authenticate(AuthServer.STRANGER, login.token());
        Certificates renewed =
                server.login.issueCertificates(caller, login.token(), new CertificateRequest(sshKey, null, "12h"));
        assertThat(renewed.expires()).isBeforeOrEqualTo(login.expires());
    }

    @Test
    void sessionEndsAtLogoutAtItsTimeAndWithItsUser() {
        LoginResponse first = alice.login();
        server.login.logout(server.as("alice"), first.token());
        notLoggedIn(first.token());
        server.clock.advance(Duration.ofSeconds(30));
        LoginResponse second = alice.login();
        server.clock.advance(Duration.ofHours(13));
        notLoggedIn(second.token());
        LoginResponse third = alice.login();
        server.resources.delete(AuthServer.SYSTEM, ResourceKind.USER, "alice", Optional.empty());
        notLoggedIn(third.token());
        assertThat(server.credentialRepository.findForUpdate("alice")).isEmpty();
    }

    @Test
    void anothersTokenIsNotOnesOwn() {
        LoginResponse login = alice.login();
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.whoAmI(server.admin(), login.token()));
    }

    @Test
    void storeAwayIsToldAsSuch() {
        server.store.away(true);
        Refused.with(ErrorCode.STORE_UNAVAILABLE, alice::login);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            Refused.with(ErrorCode.BAD_CREDENTIALS, () -> alice.login("wrong password", alice.code(), null));
        }
    }

    private void notLoggedIn(String token) {
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, token));
    }
}
