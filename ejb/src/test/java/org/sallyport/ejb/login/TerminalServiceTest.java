package org.sallyport.ejb.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.NodeDirectory;

class TerminalServiceTest {
    private final AuthServer server = new AuthServer();
    private final String key = SshKeys.line(SshKeys.generate().getPublic());
    private final TerminalServiceBean terminals = new TerminalServiceBean(
            server.reauthentication,
            new NodeDirectory(server.nodes, server.directory, server.evaluator, server.joinable),
            server.desk,
            server.loginSessions,
            new TerminalLog(server.audit, server.clock),
            server.transactions);
    private People alice;
    private String token;
    private Instant sessionEnd;

    @BeforeEach
    void logIn() throws Exception {
        server.role(
                "careful",
                new RoleSpec(
                        Json.jsonMapper().readValue("{\"require_session_mfa\":true}", RoleOptions.class),
                        RoleConditions.NONE,
                        RoleConditions.NONE));
        logInWith("access");
        server.presence.start();
        server.presence.heartbeat(
                new Node("h1", "web-1", Map.of(), Set.of(ServiceType.SSH), "1", true, server.clock.instant()),
                Duration.ofSeconds(90));
    }

    private void logInWith(String... roles) {
        alice = People.enrol(server, "alice" + roles.length, List.of(roles), Map.of("logins", List.of("ubuntu")));
        var session = alice.login();
        token = session.token();
        sessionEnd = session.expires();
    }

    private OpenSshCertificate certificate(String node, String login, MfaAnswer answer) {
        return SshKeys.parseCertificate(terminals.certificate(
                server.login.authenticate(new Caller.Anonymous("192.0.2.1"), token),
                token,
                new SessionCertificateRequest(key, node, login),
                answer));
    }

    @Test
    void certificateIsForOneLoginAndEndsWithTheLoginSession() {
        OpenSshCertificate certificate = certificate("h1", "ubuntu", MfaAnswer.NONE);

        assertThat(certificate.getPrincipals()).containsExactly("ubuntu");
        assertThat(certificate.getExtensionsMap()).doesNotContainKey(CertificateNames.MFA_TARGET);
        assertThat(Instant.ofEpochSecond(certificate.getValidBefore())).isBeforeOrEqualTo(sessionEnd);
        assertThat(server.audit.of("cert.issued")).isNotEmpty();
    }

    @Test
    void whoeverMustShowADeviceForEachSessionMustForThisOne() {
        logInWith("access", "careful");
        Refused.with(ErrorCode.MFA_REQUIRED, () -> certificate("web-1", "ubuntu", MfaAnswer.NONE));

        OpenSshCertificate certificate = certificate("web-1", "ubuntu", MfaAnswer.totp(alice.nextCode()));

        assertThat(certificate.getExtensionsMap()).containsEntry(CertificateNames.MFA_TARGET, "h1");
    }

    @Test
    void loginsAndNodesThatRolesDoNotGiveAreRefused() {
        Refused.with(ErrorCode.ACCESS_DENIED, () -> certificate("web-1", "root", MfaAnswer.NONE));
        Refused.with(ErrorCode.NOT_FOUND, () -> certificate("web-2", "ubuntu", MfaAnswer.NONE));
    }

    @Test
    void joiningTakesNoLoginOfARoleButTheSecondFactorOfASession() {
        assertThat(certificate("h1", LiveSession.JOIN_LOGIN, MfaAnswer.NONE).getPrincipals())
                .containsExactly(LiveSession.JOIN_LOGIN);

        logInWith("access", "careful");
        Refused.with(ErrorCode.MFA_REQUIRED, () -> certificate("h1", LiveSession.JOIN_LOGIN, MfaAnswer.NONE));
        assertThat(certificate("h1", LiveSession.JOIN_LOGIN, MfaAnswer.totp(alice.nextCode()))
                        .getExtensionsMap())
                .containsEntry(CertificateNames.MFA_TARGET, "h1");
    }

    @Test
    void aSessionThatEndedOrIsLockedGivesNone() {
        var caller = server.as(alice.name());
        server.login.logout(caller, token);
        Refused.with(
                ErrorCode.NOT_LOGGED_IN,
                () -> terminals.certificate(
                        caller, token, new SessionCertificateRequest(key, "h1", "ubuntu"), MfaAnswer.NONE));
        server.lock("go-home", LockTarget.ofUser(alice.name()), "go home");
        Refused.with(
                ErrorCode.LOCKED,
                () -> terminals.certificate(
                        caller, token, new SessionCertificateRequest(key, "h1", "ubuntu"), MfaAnswer.NONE));
    }

    @Test
    void refusalsAreAudited() {
        terminals.refused(
                server.as(alice.name()),
                "web-1",
                "root",
                new SallyportException(ErrorCode.TOO_MANY_SESSIONS, "REST: too many; close one"));

        var event = server.audit.of("session.terminal.refused").getFirst();
        assertThat(event.fields()).containsEntry("login", "root").containsEntry("error", "TOO_MANY_SESSIONS");
    }

    @Test
    void refusalsToJoinSayWhichSessionWasMeant() {
        terminals.joinRefused(
                server.as(alice.name()),
                "web-1",
                new JoinWish("s1", SessionMode.PEER),
                new SallyportException(ErrorCode.ACCESS_DENIED, "Auth Service: no; ask"));

        var event = server.audit.of("session.terminal.refused").getFirst();
        assertThat(event.fields())
                .containsEntry("wanted", "s1")
                .containsEntry("mode", "peer")
                .containsEntry("login", LiveSession.JOIN_LOGIN)
                .containsEntry("error", "ACCESS_DENIED");
    }
}
