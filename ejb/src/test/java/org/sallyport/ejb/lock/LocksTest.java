package org.sallyport.ejb.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.Strictness;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.TokenCreation;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.People;
import org.sallyport.ejb.fixture.Refused;

/** Locks where the Auth Service itself asks about them. */
class LocksTest {
    private final AuthServer server = new AuthServer();

    @Test
    void aLockedUserGetsNeitherLoginNorCertificateNorAnswerUntilItIsTakenAway() {
        People ann = People.enrol(server, "ann", List.of("access"), Map.of("logins", List.of("root")));
        LoginResponse before = ann.login();
        server.clock.advance(Duration.ofSeconds(30));
        server.lock("incident-7", LockTarget.ofUser("ann"), "laptop lost");

        SallyportException atLogin = Refused.with(ErrorCode.LOCKED, ann::login);
        assertThat(atLogin.userMessage())
                .isEqualTo("Auth Service: user 'ann' is locked: laptop lost; ask an administrator");
        Refused.with(ErrorCode.LOCKED, () -> server.login.authenticate(AuthServer.STRANGER, before.token()));
        String key = SshKeys.line(SshKeys.generate().getPublic());
        Refused.with(
                ErrorCode.LOCKED,
                () -> server.login.issueCertificates(
                        server.as("ann"), before.token(), new CertificateRequest(key, null, null)));
        assertThat(List.of("user.login.failed", "access.denied", "cert.refused"))
                .allSatisfy(event ->
                        assertThat(server.audit.of(event)).singleElement().satisfies(LocksTest::ofIncident));

        server.unlock("incident-7");
        assertThat(server.login
                        .authenticate(AuthServer.STRANGER, before.token())
                        .name())
                .isEqualTo("ann");
        server.clock.advance(Duration.ofSeconds(30));
        assertThat(ann.login().user()).isEqualTo("ann");
    }

    private static void ofIncident(AuditEvent event) {
        assertThat(event.user()).isEqualTo("ann");
        assertThat(event.fields()).containsEntry("lock", "incident-7");
    }

    @Test
    void aLockedDeviceOpensNothingAndWhatItOpenedIsOver() {
        People ann = People.enrol(server, "ann", List.of("access"), Map.of("logins", List.of("root")));
        LoginResponse before = ann.login();
        Caller.User session = server.login.authenticate(AuthServer.STRANGER, before.token());
        String device = server.mfa.list(session).devices().getFirst().id();
        assertThat(session.mfaDevices()).containsExactly(device);
        assertThat(server.audit.of("user.login").getFirst().fields()).containsEntry("mfa_device", device);
        String key = SshKeys.line(SshKeys.generate().getPublic());
        String certificate = server.login
                .issueCertificates(session, before.token(), new CertificateRequest(key, null, null))
                .ssh();
        assertThat(SshKeys.parseCertificate(certificate).getExtensionsMap())
                .containsEntry(CertificateNames.LOGIN_MFA, device);

        server.clock.advance(Duration.ofSeconds(30));
        server.lock("stolen-phone", LockTarget.ofMfaDevice(device), "phone stolen");

        SallyportException refusal = Refused.with(ErrorCode.LOCKED, ann::login);
        assertThat(refusal.userMessage()).contains("MFA device '" + device + "' is locked: phone stolen");
        Refused.with(ErrorCode.LOCKED, () -> server.login.authenticate(AuthServer.STRANGER, before.token()));
        server.clock.advance(Duration.ofSeconds(30));
        Refused.with(
                ErrorCode.LOCKED,
                () -> server.mfa.begin(
                        server.as("ann"),
                        before.token(),
                        new MfaRegistrationRequest(MfaKind.TOTP, false),
                        MfaAnswer.totp(ann.code())));
        assertThat(server.audit.of("mfa.refused").getFirst().fields()).containsEntry("reason", "locked");
    }

    @Test
    void whoGuessesPasswordsDoesNotLearnOfALock() {
        People ann = People.enrol(server, "ann", List.of("access"), Map.of());
        server.lock("l", LockTarget.ofUser("ann"), "");
        Refused.with(ErrorCode.BAD_CREDENTIALS, () -> ann.login("wrong", ann.code(), null));
    }

    @Test
    void anExpiredLockHasNoEffect() {
        server.user("ann", "access");
        server.resources.create(
                server.admin(),
                Resource.of(
                        Metadata.named("l").withExpires(server.clock.instant().plus(Duration.ofMinutes(1))),
                        new LockSpec(LockTarget.ofRole("access"), "")));
        LockFacts ann = LockFacts.of(server.as("ann"));
        assertThat(server.locks.refusal("test", ann)).isPresent();
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(server.locks.refusal("test", ann)).isEmpty();
    }

    @Test
    void callsOfStreamsThatLiveLongerThanTheirLoginsCheckAreRefused() {
        server.user("ed", "editor");
        Caller.User ed = server.as("ed");
        server.lock("l", LockTarget.ofUser("ed"), "");
        Refused.with(ErrorCode.LOCKED, () -> server.resources.list(ed, ResourceKind.ROLE, "", 10));
        assertThat(server.audit.of("resource.refused")).singleElement().satisfies(event -> assertThat(event.fields())
                .containsEntry("lock", "l"));
    }

    @Test
    void editorsAdministerLocksAndOthersDoNot() {
        server.user("ann", "access");
        Resource<LockSpec> lock = Resource.of(Metadata.named("l"), new LockSpec(LockTarget.ofUser("ann"), ""));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> server.resources.create(server.as("ann"), lock));
        server.resources.create(server.admin(), lock);
        assertThat(server.audit.all())
                .anyMatch(event -> event.event().equals("resource.created")
                        && event.resourceKind().equals("lock")
                        && event.user().equals("admin"));
    }

    @Test
    void noLockLeavesNobodyWhoCouldRemoveIt() {
        Resource<LockSpec> everybody = Resource.of(Metadata.named("l"), new LockSpec(LockTarget.ofRole("editor"), ""));
        Refused.with(ErrorCode.IN_USE, () -> server.resources.create(server.admin(), everybody));
        Refused.with(ErrorCode.IN_USE, () -> server.resources.create(AuthServer.SYSTEM, everybody));
        // for a time only, or with another administrator left, it is the writer's own business
        server.resources.create(
                server.admin(),
                everybody.withMetadata(Metadata.named("hour")
                        .withExpires(server.clock.instant().plus(Duration.ofHours(1)))));
        server.unlock("hour");
        server.user("ed", "editor");
        server.lock("ed", LockTarget.ofUser("ed"), "");
        Resource<LockSpec> self = Resource.of(Metadata.named("self"), new LockSpec(LockTarget.ofUser("admin"), ""));
        Refused.with(ErrorCode.IN_USE, () -> server.resources.create(server.admin(), self));
        server.unlock("ed");
        server.resources.create(server.admin(), self);
        Refused.with(ErrorCode.LOCKED, () -> server.resources.get(server.admin(), ResourceKind.LOCK, "self"));
        server.resources.delete(server.as("ed"), ResourceKind.LOCK, "self", Optional.empty());
    }

    @Test
    void aLockedNodeNeitherRenewsNorJoinsAgain() {
        String token = server.tokens
                .create(server.admin(), new TokenCreation("t", List.of(ServiceType.SSH), null, 1))
                .value();
        KeyPair keys = SshKeys.generate();
        String line = SshKeys.line(keys.getPublic());
        String tls = TlsKeys.publicPem(TlsKeys.generate().getPublic());
        JoinRequest request = new JoinRequest(token, "", "web1", List.of(ServiceType.SSH), line, line, tls, null, null);
        server.lock("l", LockTarget.ofNode("web1"), "");
        Refused.with(ErrorCode.JOIN_REFUSED, () -> server.join.join(AuthServer.STRANGER, request));
        assertThat(server.audit.of("agent.join.refused")).singleElement().satisfies(event -> {
            assertThat(event.fields()).containsEntry("reason", "locked");
            assertThat(event.message()).contains("lock=l");
        });
        assertThat(server.secretRepository.find("t").orElseThrow().uses()).isZero();

        String hostId = UUID.randomUUID().toString();
        Caller.Agent agent = new Caller.Agent(hostId, "web2", Set.of(ServiceType.SSH), "192.0.2.1");
        RenewKeys renewal = new RenewKeys(line, line, tls, "web2");
        server.join.renew(agent, renewal);
        server.lock("h", LockTarget.ofNode(hostId), "");
        Refused.with(ErrorCode.LOCKED, () -> server.join.renew(agent, renewal));
        assertThat(server.audit.of("agent.renew.refused")).singleElement().satisfies(event -> assertThat(event.fields())
                .containsEntry("lock", "h"));
    }

    @Test
    void strictModeRefusesPeopleAndNotMachinesOnceTheStoreIsAwayForLong() {
        server.user("ann", "access");
        LockFacts ann = LockFacts.of(server.as("ann"));
        AtomicInteger told = new AtomicInteger();
        server.locks.onChange(told::incrementAndGet);
        strict();
        server.clock.advance(Duration.ofMinutes(5));
        server.locks.look();
        assertThat(server.locks.refusal("test", ann)).isEmpty();
        server.clock.advance(Duration.ofMillis(1));
        server.locks.look();
        server.locks.look();
        assertThat(told).as("once when it becomes too old").hasValue(1);
        assertThat(server.locks.refusal("test", ann).orElseThrow().code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(server.locks.refusal("test", LockFacts.ofNode(List.of("h-1"))))
                .isEmpty();
        server.feed.catchUp();
        server.locks.look();
        assertThat(told).as("and once when it is good again").hasValue(2);
        assertThat(server.locks.refusal("test", ann)).isEmpty();
    }

    @Test
    void byBestEffortTheLastKnownLocksCount() {
        server.user("ann", "access");
        server.user("ben", "access");
        server.lock("l", LockTarget.ofUser("ben"), "");
        server.clock.advance(Duration.ofDays(1));
        assertThat(server.locks.refusal("test", LockFacts.of(server.as("ann")))).isEmpty();
        assertThat(server.locks.refusal("test", LockFacts.of(server.as("ben")))).isPresent();
    }

    @Test
    void changesOfLocksAreToldAndNoOthers() throws Exception {
        AtomicInteger told = new AtomicInteger();
        try (AutoCloseable watch = server.locks.onChange(told::incrementAndGet)) {
            assertThat(watch).isNotNull();
            server.user("ann", "access");
            assertThat(told).hasValue(0);
            server.lock("l", LockTarget.ofUser("ann"), "");
            server.unlock("l");
            assertThat(told).hasValue(2);
        }
        server.lock("l", LockTarget.ofUser("ann"), "");
        assertThat(told).hasValue(2);
    }

    private void strict() {
        ClusterConfigSpec config = server.directory.clusterConfig();
        server.resources.apply(
                server.admin(),
                Resource.of(
                        Metadata.named("cluster"),
                        new ClusterConfigSpec(
                                config.clusterName(),
                                config.publicAddress(),
                                config.sshAddress(),
                                config.keepAliveInterval(),
                                config.heartbeatInterval(),
                                config.sshAlgorithms(),
                                Optional.of(Strictness.STRICT),
                                config.authentication())));
    }
}
