package org.sallyport.ejb.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.AttributeToRoles;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.LdapSettings;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.login.SessionDesk;

/** Second factors of people who have no document here. */
class SsoDevicesTest {
    private static final MfaRegistrationRequest APP = new MfaRegistrationRequest(MfaKind.TOTP, false);

    private final AuthServer server = new AuthServer();

    @BeforeEach
    void connect() {
        for (String name : List.of("corp", "other")) {
            server.resources.create(
                    server.admin(),
                    Resource.of(
                            Metadata.named(name),
                            new AuthConnectorSpec(
                                    "",
                                    Optional.empty(),
                                    Optional.of(new LdapSettings("directory")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    List.of(new AttributeToRoles("groups", "dev", List.of("access"))),
                                    Map.of())));
        }
    }

    private record Here(Caller.User person, String token) {}

    private Here signOn(String connector) {
        Caller.User person =
                new Caller.User("kay", List.of("access"), Map.of(), "192.0.2.8", Set.of(), Optional.of(connector));
        SsoIdentity identity = new SsoIdentity(connector, List.of("access"), Map.of());
        LoginResponse login = server.transactions.required(() -> server.sessionDesk.open(
                person,
                Optional.of(identity),
                new SessionDesk.Proof("sso", "kay came", Map.of(), Optional.empty()),
                new CertificateRequest(null, null, null)));
        return new Here(server.login.authenticate(AuthServer.STRANGER, login.token()), login.token());
    }

    private byte[] addFirst(Here kay) {
        MfaRegistration begun = server.mfa.begin(kay.person(), kay.token(), APP, MfaAnswer.NONE);
        byte[] secret = Totp.parseBase32(begun.totpSecret());
        server.mfa.add(kay.person(), kay.token(), new MfaEnrolment(begun.registration(), "phone", code(secret), null));
        server.clock.advance(Duration.ofSeconds(30));
        return secret;
    }

    private String code(byte[] secret) {
        return Totp.codeAt(secret, server.clock.instant());
    }

    @Test
    void theFirstIsAddedRightAfterALoginAndConfirmsTheRest() {
        Here kay = signOn("corp");
        assertThat(server.mfa.list(kay.person()).devices()).isEmpty();
        assertThat(Refused.with(
                                ErrorCode.NO_MFA_DEVICE,
                                () -> server.mfa.newRecoveryCodes(kay.person(), kay.token(), MfaAnswer.NONE))
                        .userMessage())
                .contains("sallyport mfa add");
        byte[] secret = addFirst(kay);

        Refused.with(ErrorCode.MFA_REQUIRED, () -> server.mfa.begin(kay.person(), kay.token(), APP, MfaAnswer.NONE));
        MfaAnswer right = MfaAnswer.totp(code(secret));
        assertThat(server.mfa.newRecoveryCodes(kay.person(), kay.token(), right).codes())
                .hasSize(10);
        // a code counts once
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> server.mfa.newRecoveryCodes(kay.person(), kay.token(), right));
        server.clock.advance(Duration.ofSeconds(30));
        String id = server.mfa.list(kay.person()).devices().getFirst().id();
        server.mfa.remove(kay.person(), kay.token(), id, MfaAnswer.totp(code(secret)));
        assertThat(server.mfa.list(kay.person()).devices()).isEmpty();
    }

    @Test
    void aSessionLeftOpenAddsNoFirstOne() {
        Here kay = signOn("corp");
        server.clock.advance(DeviceHolders.FRESH);
        assertThat(Refused.with(
                                ErrorCode.ACCESS_DENIED,
                                () -> server.mfa.begin(kay.person(), kay.token(), APP, MfaAnswer.NONE))
                        .userMessage())
                .contains("within 10 minutes of a login");
        assertThat(server.audit.of("mfa.refused").getFirst().fields()).containsEntry("reason", "login_too_old");
    }

    @Test
    void theyStayForTheNextLoginAndANamesakeHasNone() {
        addFirst(signOn("corp"));
        assertThat(server.mfa.list(signOn("corp").person()).devices())
                .extracting(MfaDeviceView::name)
                .containsExactly("phone");
        assertThat(server.mfa.list(signOn("other").person()).devices()).isEmpty();
        People local = People.enrol(server, "kay", List.of("access"), Map.of());
        assertThat(server.mfa.list(server.as(local.name())).devices())
                .extracting(MfaDeviceView::name)
                .doesNotContain("phone");
    }

    @Test
    void passkeysAreForLocalUsers() {
        Here kay = signOn("corp");
        assertThat(Refused.with(
                                ErrorCode.INVALID_ARGUMENT,
                                () -> server.mfa.begin(
                                        kay.person(),
                                        kay.token(),
                                        new MfaRegistrationRequest(MfaKind.WEBAUTHN, true),
                                        MfaAnswer.NONE))
                        .userMessage())
                .contains("passkeys sign in local users");
    }

    @Test
    void anAdministratorTakesAwayWhatWasLost() {
        Here kay = signOn("corp");
        addFirst(kay);
        // who may not look at users does not learn which there are
        Refused.with(ErrorCode.NOT_FOUND, () -> server.deviceReset.reset(kay.person(), "corp", "kay"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.deviceReset.reset(server.admin(), "other", "kay"));
        server.deviceReset.reset(server.admin(), "corp", "kay");
        assertThat(server.mfa.list(kay.person()).devices()).isEmpty();
        assertThat(server.audit.of("mfa.device.removed").getFirst().message())
                .isEqualTo("'admin' removed device 'phone' of 'corp/kay'");
        addFirst(kay);
    }
}
