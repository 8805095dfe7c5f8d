package org.sallyport.ejb.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.SessionCertificateRequest;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

class SessionCertificateTest {
    private final AuthServer server = new AuthServer();
    private final String key = SshKeys.line(SshKeys.generate().getPublic());
    private People alice;
    private String token;

    @BeforeEach
    void logIn() {
        alice = People.enrol(server, "alice", List.of("access"), Map.of("logins", List.of("ubuntu")));
        token = alice.login().token();
        server.presence.start();
        server.presence.heartbeat(
                new Node("h1", "web-1", Map.of(), Set.of(ServiceType.SSH), "1", true, server.clock.instant()),
                Duration.ofSeconds(90));
    }

    @Test
    void certificateIsForOneLoginOnOneNodeForAMinute() {
        Certificates issued = issue("web-1", "ubuntu", MfaAnswer.totp(alice.nextCode()));
        OpenSshCertificate certificate = SshKeys.parseCertificate(issued.ssh());
        assertThat(certificate.getPrincipals()).containsExactly("ubuntu");
        assertThat(certificate.getExtensionsMap())
                .containsEntry(CertificateNames.MFA_TARGET, "h1")
                .containsEntry(
                        CertificateNames.MFA,
                        server.mfa.list(server.as("alice")).devices().getFirst().id());
        assertThat(Duration.between(server.clock.instant(), issued.expires()))
                .isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(server.audit.of("mfa.verified").getFirst().fields().get("action"))
                .contains("ubuntu on web-1");
    }

    @Test
    void certificateToJoinASessionIsForNoAccount() {
        Certificates issued = issue("web-1", LiveSession.JOIN_LOGIN, MfaAnswer.totp(alice.nextCode()));
        assertThat(SshKeys.parseCertificate(issued.ssh()).getPrincipals()).containsExactly(LiveSession.JOIN_LOGIN);
        Refused.with(ErrorCode.MFA_REQUIRED, () -> issue("web-1", LiveSession.JOIN_LOGIN, MfaAnswer.NONE));
        Refused.with(
                ErrorCode.NOT_FOUND, () -> issue("web-2", LiveSession.JOIN_LOGIN, MfaAnswer.totp(alice.nextCode())));
    }

    @Test
    void factorIsShownEachTimeAndNotUsedUpForWhatIsNotThere() {
        Refused.with(ErrorCode.MFA_REQUIRED, () -> issue("web-1", "ubuntu", MfaAnswer.NONE));
        String code = alice.nextCode();
        Refused.with(ErrorCode.NOT_FOUND, () -> issue("web-2", "ubuntu", MfaAnswer.totp(code)));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> issue("web-1", "root", MfaAnswer.totp(code)));
        issue("web-1", "ubuntu", MfaAnswer.totp(code));
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> issue("web-1", "ubuntu", MfaAnswer.totp(code)));
    }

    private Certificates issue(String node, String login, MfaAnswer answer) {
        return server.sessionCertificates.issue(
                server.as("alice"), token, new SessionCertificateRequest(key, node, login), answer);
    }
}
