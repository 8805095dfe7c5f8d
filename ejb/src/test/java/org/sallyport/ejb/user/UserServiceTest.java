package org.sallyport.ejb.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.UserCreation;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.fixture.SoftKey;

class UserServiceTest {
    private final AuthServer server = new AuthServer();

    @Test
    void inviteLeadsToAPasswordAndASecondFactor() {
        InviteCreated invite = invite("bob");
        assertThat(invite.url()).startsWith("https://localhost:8443/#/invite/");
        InviteView view = server.users.viewInvite(AuthServer.STRANGER, People.secret(invite));
        assertThat(view.user()).isEqualTo("bob");
        assertThat(view.totpUri()).startsWith("otpauth://totp/");
        accept(invite, People.PASSWORD);
        assertThat(server.credentialRepository.findForUpdate("bob")).isPresent();
        assertThat(server.audit.of("invite.accepted")).hasSize(1);
    }

    @Test
    void inviteIsGoodOnce() {
        InviteCreated invite = invite("bob");
        accept(invite, People.PASSWORD);
        Refused.with(ErrorCode.INVITE_INVALID, () -> accept(invite, "another password"));
        assertThat(server.audit.of("invite.refused")).hasSize(1);
    }

    @Test
    void weakPasswordOrWrongCodeLeaveTheInviteAlive() {
        InviteCreated invite = invite("bob");
        Refused.with(ErrorCode.WEAK_PASSWORD, () -> accept(invite, "eleven chars".substring(0, 11)));
        Refused.with(ErrorCode.WEAK_PASSWORD, () -> accept(invite, "x".repeat(129)));
        Refused.with(
                ErrorCode.BAD_CREDENTIALS,
                () -> server.users.acceptInvite(
                        AuthServer.STRANGER, People.secret(invite), new InviteAcceptance(People.PASSWORD, "12345")));
        accept(invite, People.PASSWORD);
    }

    @Test
    void passkeyStandsInForTheAppAndSignsIn() {
        String secret = People.secret(invite("bob"));
        assertThat(server.users.viewInvite(AuthServer.STRANGER, secret).passkeys())
                .isTrue();
        SoftKey key = new SoftKey("bob");
        MfaRegistration registration = server.users.beginPasskey(AuthServer.STRANGER, secret);
        server.users.acceptInvite(AuthServer.STRANGER, secret, acceptance(registration, key));
        assertThat(server.deviceRepository.ofUser("bob"))
                .extracting(MfaDevice::name)
                .containsExactly("passkey");
        Refused.with(ErrorCode.INVITE_INVALID, () -> server.users.beginPasskey(AuthServer.STRANGER, secret));
    }

    @Test
    void passkeyOfAnotherInviteOrSiteLeavesTheInviteAlive() {
        String bob = People.secret(invite("bob"));
        String eve = People.secret(invite("eve"));
        MfaRegistration hers = server.users.beginPasskey(AuthServer.STRANGER, eve);
        InviteAcceptance stolen = acceptance(hers, new SoftKey("eve"));
        Refused.with(ErrorCode.NOT_FOUND, () -> server.users.acceptInvite(AuthServer.STRANGER, bob, stolen));
        SoftKey phished = new SoftKey("bob");
        phished.origin = "https://localhost.evil.example";
        InviteAcceptance elsewhere = acceptance(server.users.beginPasskey(AuthServer.STRANGER, bob), phished);
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> server.users.acceptInvite(AuthServer.STRANGER, bob, elsewhere));
        phished.origin = "https://localhost:8443";
        MfaRegistration again = server.users.beginPasskey(AuthServer.STRANGER, bob);
        server.users.acceptInvite(AuthServer.STRANGER, bob, acceptance(again, phished));
    }

    private static InviteAcceptance acceptance(MfaRegistration registration, SoftKey key) {
        return new InviteAcceptance(
                People.PASSWORD, null, registration.registration(), key.make(registration.webauthn()));
    }

    @Test
    void inviteExpires() {
        InviteCreated invite = invite("bob");
        server.clock.advance(Duration.ofMinutes(61));
        Refused.with(
                ErrorCode.INVITE_INVALID, () -> server.users.viewInvite(AuthServer.STRANGER, People.secret(invite)));
    }

    @Test
    void inviteLivesAtMostTwoDays() {
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> server.users.invite(server.admin(), "admin", "49h"));
    }

    @Test
    void inviteOfADeletedUserIsDead() {
        InviteCreated invite = invite("bob");
        server.resources.delete(server.admin(), ResourceKind.USER, "bob", Optional.empty());
        Refused.with(ErrorCode.INVITE_INVALID, () -> accept(invite, People.PASSWORD));
        server.user("bob", "access");
        Refused.with(ErrorCode.INVITE_INVALID, () -> accept(invite, People.PASSWORD));
    }

    @Test
    void resetThrowsOutWhoHeldTheOldPassword() {
        People bob = People.enrol(server, "bob", List.of("access"), Map.of());
        LoginResponse old = bob.login();
        accept(server.users.invite(server.admin(), "bob", ""), "a new long password");
        Refused.with(ErrorCode.NOT_LOGGED_IN, () -> server.login.authenticate(AuthServer.STRANGER, old.token()));
    }

    @Test
    void helpdeskCannotMakeNorInviteAnAdministrator() {
        server.role(
                "helpdesk",
                new RoleSpec(
                        null,
                        new RoleConditions(
                                List.of(),
                                Map.of(),
                                List.of(new RoleRule(List.of("user"), List.of("create", "update", "read")))),
                        null));
        server.user("helga", "helpdesk");
        Refused.with(
                ErrorCode.ESCALATION_REFUSED,
                () -> server.users.create(
                        server.as("helga"), new UserCreation("eve", List.of("editor"), Map.of(), null)));
        Refused.with(ErrorCode.ESCALATION_REFUSED, () -> server.users.invite(server.as("helga"), "admin", null));
        assertThat(server.directory.user("eve")).isEmpty();
        assertThat(server.audit.of("resource.refused"))
                .extracting(event -> event.fields().get("error"))
                .containsOnly("ESCALATION_REFUSED")
                .hasSize(2);
        server.users.create(server.as("helga"), new UserCreation("ed", List.of("helpdesk"), Map.of(), null));
    }

    @Test
    void roleMustExist() {
        Refused.with(
                ErrorCode.NOT_FOUND,
                () -> server.users.create(server.admin(), new UserCreation("bob", List.of("nope"), Map.of(), null)));
    }

    private InviteCreated invite(String name) {
        return server.users.create(server.admin(), new UserCreation(name, List.of("access"), Map.of(), null));
    }

    private void accept(InviteCreated invite, String password) {
        String secret = People.secret(invite);
        InviteView view = server.users.viewInvite(AuthServer.STRANGER, secret);
        server.users.acceptInvite(
                AuthServer.STRANGER,
                secret,
                new InviteAcceptance(
                        password, Totp.codeAt(Totp.parseBase32(view.totpSecret()), server.clock.instant())));
    }
}
