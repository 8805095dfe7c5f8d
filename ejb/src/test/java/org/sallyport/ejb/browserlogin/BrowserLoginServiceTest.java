package org.sallyport.ejb.browserlogin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.rest.BrowserLoginAnswer;
import org.sallyport.api.rest.BrowserLoginRedemption;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.api.rest.BrowserLoginView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.fakes.MemoryLoginRequests;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class BrowserLoginServiceTest {
    private static final String VERIFIER = "v".repeat(43);
    private static final Caller.Anonymous TERMINAL = new Caller.Anonymous("192.0.2.55");

    private final AuthServer server = new AuthServer();
    private final LoginRequestLog log = new LoginRequestLog(server.audit, server.clock);
    private final BrowserLoginServiceBean service = new BrowserLoginServiceBean(
            server.limiter,
            new LoginRequests(
                    new MemoryLoginRequests(server.store), log, server.directory, server.transactions, server.clock),
            log,
            server.sessionDesk,
            server.transactions);
    private final String sshKey = SshKeys.line(SshKeys.generate().getPublic());
    private People alice;
    private LoginResponse session;
    private Caller.User caller;

    @BeforeEach
    void signInAtTheConsole() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of("logins", List.of("ubuntu")));
        session = alice.login();
        caller = server.login.authenticate(AuthServer.STRANGER, session.token());
    }

    @Test
    void redirectBringsACodeThatTheVerifierRedeemsOnce() {
        BrowserLoginStarted started = service.start(TERMINAL, request("http://127.0.0.1:40000/callback"));
        assertThat(started.url()).endsWith("/#/approve/" + started.id());
        assertThat(started.userCode()).isEmpty();
        BrowserLoginView view = service.view(caller, started.id());
        assertThat(view.address()).isEqualTo("192.0.2.55");
        assertThat(view.client()).isEqualTo("alice@laptop");
        assertThat(view.keyFingerprint()).startsWith("SHA256:");

        Map<String, String> back =
                query(service.approve(caller, session.token(), started.id()).redirect());
        assertThat(back).containsEntry("state", "st4te");
        LoginResponse login = redeem(back.get("code"), VERIFIER).login().orElseThrow();

        assertThat(login.user()).isEqualTo("alice");
        assertThat(login.certificates().logins()).containsExactly("ubuntu");
        assertThat(login.expires()).isEqualTo(session.expires());
        assertThat(server.login.authenticate(TERMINAL, login.token()).name()).isEqualTo("alice");
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(back.get("code"), VERIFIER));
        assertThat(server.audit.of("login.requested")).hasSize(1);
        assertThat(server.audit.of("login.approved")).hasSize(1);
        assertThat(server.audit.of("user.login").getLast().fields())
                .containsEntry("method", "loopback")
                .containsEntry("client", "alice@laptop");
    }

    @Test
    void wrongVerifierSpendsTheCode() {
        BrowserLoginStarted started = service.start(TERMINAL, request("http://127.0.0.1:40000/callback"));
        String code = query(
                        service.approve(caller, session.token(), started.id()).redirect())
                .get("code");

        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(code, "w".repeat(43)));
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(code, VERIFIER));
        assertThat(server.audit.of("user.login.failed")).hasSize(2);
    }

    @Test
    void codeIsGoodForTwoMinutes() {
        BrowserLoginStarted started = service.start(TERMINAL, request("http://127.0.0.1:40000/callback"));
        String code = query(
                        service.approve(caller, session.token(), started.id()).redirect())
                .get("code");
        server.clock.advance(Duration.ofMinutes(2));

        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(code, VERIFIER));
    }

    @Test
    void requestIsGoodForFiveMinutes() {
        BrowserLoginStarted started = service.start(TERMINAL, request(""));
        server.clock.advance(Duration.ofMinutes(5));

        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> service.view(caller, started.id()));
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> service.find(caller, started.userCode()));
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(started.deviceCode(), VERIFIER));
    }

    @Test
    void whoAsksByUserCodeIsToldToWaitAndToSlowDown() {
        BrowserLoginStarted started = service.start(TERMINAL, request(""));
        assertThat(started.url()).endsWith("/#/device");
        assertThat(started.userCode()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(redeem(started.deviceCode(), VERIFIER).status()).isEqualTo(BrowserLoginAnswer.PENDING);
        assertThat(redeem(started.deviceCode(), VERIFIER).status()).isEqualTo(BrowserLoginAnswer.SLOW_DOWN);
        server.clock.advance(Duration.ofSeconds(started.interval()));
        assertThat(redeem(started.deviceCode(), VERIFIER).status()).isEqualTo(BrowserLoginAnswer.PENDING);

        BrowserLoginView view = service.find(
                caller, started.userCode().toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        assertThat(view.id()).isEqualTo(started.id());
        assertThat(service.approve(caller, session.token(), view.id()).redirect())
                .isEmpty();
        assertThat(redeem(started.deviceCode(), VERIFIER).login().orElseThrow().user())
                .isEqualTo("alice");
    }

    @Test
    void refusalIsToldToTheProgramAndFinal() {
        BrowserLoginStarted device = service.start(TERMINAL, request(""));
        assertThat(service.deny(caller, device.id()).redirect()).isEmpty();
        Refused.with(ErrorCode.LOGIN_DENIED, () -> redeem(device.deviceCode(), VERIFIER));
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(device.deviceCode(), VERIFIER));
        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> service.approve(caller, session.token(), device.id()));

        BrowserLoginStarted loopback = service.start(TERMINAL, request("http://127.0.0.1:40000/callback"));
        assertThat(query(service.deny(caller, loopback.id()).redirect())).containsEntry("error", "access_denied");
        assertThat(server.audit.of("login.denied")).hasSize(2);
    }

    @Test
    void approvalEndsWithTheLoginThatGaveIt() {
        BrowserLoginStarted started = service.start(TERMINAL, request(""));
        service.approve(caller, session.token(), started.id());
        server.login.logout(caller, session.token());

        Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> redeem(started.deviceCode(), VERIFIER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:40000/callback",
                "http://localhost:40000/callback",
                "http://127.0.0.1.evil.example:40000/callback",
                "http://127.0.0.1:80/callback",
                "http://127.0.0.1:65536/callback",
                "http://127.0.0.1:40000/callback?x=1",
                "http://127.0.0.1:40000/callback#x",
                "http://user@127.0.0.1:40000/callback",
                "http://192.0.2.1:40000/callback",
                "javascript:alert(1)"
            })
    void codeGoesToNoOtherPlaceThanThisMachine(String redirect) {
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> service.start(TERMINAL, request(redirect)));
    }

    @Test
    void requestsWithoutProofKeyOrNameAreRefused() {
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> service.start(TERMINAL, new BrowserLoginRequest("short", "", "", "x", sshKey, "", "")));
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> service.start(TERMINAL, new BrowserLoginRequest(challenge(), "", "", "x", "", "", "")));
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> service.start(
                        TERMINAL, new BrowserLoginRequest(challenge(), "", "", "<b>x</b>", sshKey, "", "")));
        Refused.with(
                ErrorCode.INVALID_ARGUMENT,
                () -> service.start(
                        TERMINAL, new BrowserLoginRequest(challenge(), "", "a&code=b", "x", sshKey, "", "")));
    }

    @Test
    void guessingUserCodesIsLimited() {
        for (int guess = 0; guess < 20; guess++) {
            Refused.with(ErrorCode.LOGIN_REQUEST_INVALID, () -> service.find(caller, "BBBB-BBBB"));
        }
        Refused.with(ErrorCode.RATE_LIMITED, () -> service.find(caller, "BBBB-BBBB"));
    }

    private BrowserLoginAnswer redeem(String code, String verifier) {
        return service.redeem(TERMINAL, new BrowserLoginRedemption(code, verifier));
    }

    private BrowserLoginRequest request(String redirect) {
        return new BrowserLoginRequest(challenge(), redirect, "st4te", "alice@laptop", sshKey, "", "");
    }

    private static String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Secrets.sha256(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Map<String, String> query(String url) {
        Map<String, String> query = new java.util.TreeMap<>();
        for (String pair : URI.create(url).getQuery().split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }
}
