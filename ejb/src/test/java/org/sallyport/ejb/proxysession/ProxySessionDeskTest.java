package org.sallyport.ejb.proxysession;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.livesession.LiveSessionQuery;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.Refused;

/** What the proxy is told and given for SSH that ends at it. */
class ProxySessionDeskTest {
    private static final String WEB = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";
    private static final Duration LONG = Duration.ofHours(1);

    private final AuthServer server = new AuthServer();
    private final ProxyBeans beans = new ProxyBeans(server);
    private final SshCertificateChecker checker = new SshCertificateChecker(server.clock);

    @BeforeEach
    void nodes() {
        server.role(
                "dba",
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(List.of("{{internal.logins}}"), Map.of("env", List.of("db")), List.of()),
                        RoleConditions.NONE));
        server.user("ann", "dba");
        server.presence.heartbeat(
                new Node(WEB, "web1", Map.of("env", "db"), Set.of(ServiceType.SSH), "1", true, server.clock.instant()),
                LONG);
        beans.enrol("db1", "192.0.2.30:2222", Map.of("env", "db"));
        beans.enrol("other", "other.example.org", Map.of("env", "web"));
    }

    private OpenSshCertificate certificate(UserIdentity user, String login, String node) {
        return SshKeys.parseCertificate(beans.desk.certificate(beans.login(user, login, beans.node(node))));
    }

    @Test
    void anAgentsNodeIsGoneThroughToUnlessTheRecordingIsTheProxys() {
        Node web = beans.node("web1");
        assertThat(beans.desk.course(server.as("ann"), web)).isEqualTo(new Course.Through());
        record(RecordingMode.PROXY);
        assertThat(beans.desk.course(server.as("ann"), web)).isEqualTo(new Course.ToAgent());
        record(RecordingMode.NODE_SYNC);
        assertThat(beans.desk.course(server.as("ann"), web)).isEqualTo(new Course.Through());
        record(RecordingMode.PROXY_SYNC);
        assertThat(beans.desk.course(server.as("ann"), web)).isEqualTo(new Course.ToAgent());
    }

    private void record(RecordingMode mode) {
        ClusterConfigSpec old = server.directory.clusterConfig();
        server.resources.apply(
                AuthServer.SYSTEM,
                Resource.of(
                        Metadata.named(ClusterConfigSpec.NAME),
                        new ClusterConfigSpec(
                                old.clusterName(),
                                old.publicAddress(),
                                old.sshAddress(),
                                old.keepAliveInterval(),
                                old.heartbeatInterval(),
                                old.sshAlgorithms(),
                                old.lockMode(),
                                old.authentication(),
                                Optional.of(new SessionRecording(Optional.of(mode), null)),
                                null)));
    }

    @Test
    void aNodeWithoutAnAgentIsReachedAtItsAddressWithItsKeys() {
        Node db = beans.node("db1");
        assertThat(beans.desk.course(server.as("ann"), db))
                .isEqualTo(new Course.ToServer("192.0.2.30", 2222, List.of(ProxyBeans.HOST_KEY)));
        server.resources.delete(
                server.admin(), org.sallyport.api.resource.ResourceKind.OPENSSH_NODE, "db1", Optional.empty());
        Refused.with(ErrorCode.NOT_FOUND, () -> beans.desk.course(server.as("ann"), db));
    }

    @Test
    void toAnAgentTheProxyShowsTheUsersRightsAndThatItIsTheProxy() {
        OpenSshCertificate issued = certificate(beans.ann("dba"), "root", "web1");
        UserIdentity read = checker.checkLogin(issued, "root", server.trust.trust(), "192.0.2.7");
        assertThat(read.proxied()).isTrue();
        assertThat(read.user()).isEqualTo("ann");
        assertThat(read.roles()).containsExactly("dba");
        assertThat(read.principals()).containsExactly("root");
        assertThat(read.permits()).containsExactly("permit-pty");
        assertThat(read.expires()).isBeforeOrEqualTo(server.clock.instant().plusSeconds(120));
        assertThat(issued.getExtensionsMap()).containsEntry(CertificateNames.PROXIED, "42");
        assertThat(server.audit.of("cert.issued").getLast().fields())
                .containsEntry("kind", "ssh-proxied")
                .containsEntry("principals", "root");
    }

    @Test
    void toAStockSshdItShowsTheLoginAndNothingThatOnlyWeRead() {
        OpenSshCertificate issued = certificate(beans.ann("dba"), "root", "db1");
        assertThat(issued.getId()).isEqualTo("ann");
        assertThat(issued.getPrincipals()).containsExactly("root");
        assertThat(issued.getExtensionsMap()).containsOnlyKeys("permit-pty");
        assertThat(SshKeys.line(issued.getCaPubKey()))
                .isEqualTo(server.cluster.opensshAuthority().sshPublicKeys().getFirst());
        assertThat(server.audit.of("cert.issued").getLast().fields()).containsEntry("kind", "ssh-openssh");
        // at our own servers it is nobody's
        Refused.with(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                () -> checker.check(issued, beans.desk.knowledge().trust(), "192.0.2.7"));
    }

    @Test
    void whatRolesDoNotGiveOrLocksTakeIsNotCertified() {
        int before = server.audit.of("cert.issued").size();
        UserIdentity ann = beans.ann("dba");
        Refused.with(ErrorCode.ACCESS_DENIED, () -> certificate(ann, "root", "other"));
        Refused.with(ErrorCode.PRINCIPAL_NOT_ALLOWED, () -> certificate(ann, "postgres", "db1"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> certificate(ann, LiveSession.JOIN_LOGIN, "db1"));
        Refused.with(ErrorCode.ACCESS_DENIED, () -> certificate(beans.ann("nothing"), "root", "db1"));
        server.lock("l", LockTarget.ofNode("db1"), "");
        Refused.with(ErrorCode.LOCKED, () -> certificate(ann, "root", "db1"));
        server.unlock("l");
        server.lock("l", LockTarget.ofLogin("root"), "");
        Refused.with(ErrorCode.LOCKED, () -> certificate(ann, "root", "web1"));
        assertThat(server.audit.of("cert.issued")).hasSize(before);
        assertThat(certificate(ann, "deploy", "db1").getPrincipals()).containsExactly("deploy");
    }

    @Test
    void nothingOutlivesTheUsersOwnCertificate() {
        UserIdentity ann = beans.ann("dba");
        server.clock.advance(Duration.ofSeconds(3600 - 30));
        assertThat(Instant.ofEpochSecond(certificate(ann, "root", "db1").getValidBefore()))
                .isEqualTo(ann.expires());
        server.clock.advance(Duration.ofSeconds(60));
        Refused.with(ErrorCode.INVALID_ARGUMENT, () -> certificate(ann, "root", "db1"));
    }

    @Test
    void inANodesNameItPresentsAHostCertificateForItsNames() {
        Node db = beans.node("db1");
        NodeKeys keys = beans.desk.nodeKeys(db);
        OpenSshCertificate host = SshKeys.parseCertificate(keys.hostCertificate());
        checker.checkHost(host, "db1", server.trust.trust());
        checker.checkHost(host, db.hostId() + ".east", server.trust.trust());
        assertThat(SshKeys.line(SshKeys.parsePrivate(keys.hostKey()).getPublic()))
                .isEqualTo(SshKeys.line(host.getCertPubKey()));
        assertThat(keys.expires()).isAfter(server.clock.instant().plus(Duration.ofHours(23)));
    }

    @Test
    void knowledgeIsTheServersOwnAndTellsOfChanges() {
        List<String> told = new ArrayList<>();
        Runnable deaf = beans.knowledge.whenChanged(() -> told.add("changed"));
        assertThat(beans.knowledge.age()).isZero();
        server.lock("l", LockTarget.ofUser("ann"), "");
        assertThat(told).isNotEmpty();
        assertThat(beans.knowledge.locks()).extracting(Resource::name).containsExactly("l");
        told.clear();
        server.user("bob", "dba");
        assertThat(told).as("users decide nothing at a node").isEmpty();
        server.clock.advance(Duration.ofMinutes(7));
        assertThat(beans.knowledge.age()).isEqualTo(Duration.ofMinutes(7));
        deaf.run();
        server.unlock("l");
        assertThat(told).isEmpty();
    }

    @Test
    void nodesAreKnownAsTheyAreAtTheMoment() {
        Node db = beans.node("db1");
        assertThat(beans.desk.nodes().node(db.hostId())).contains(db);
        assertThat(beans.desk.nodes().node("db1")).as("by host id only").isEmpty();
        server.resources.delete(server.admin(), ResourceKind.OPENSSH_NODE, "db1", Optional.empty());
        assertThat(beans.desk.nodes().node(db.hostId())).isEmpty();
    }

    @Test
    void sessionsAtTheProxyAreListedBesideThoseOfTheAgentAndEndedThere() throws Exception {
        LiveSession here = session();
        LiveSession there = session();
        List<SessionEnd> told = new ArrayList<>();
        AutoCloseable following = beans.desk.onSessionEnds(told::add);
        beans.desk.liveSessions(WEB, new LiveReport(List.of(here), 0));
        server.liveSessions.told(
                new org.sallyport.core.caller.Caller.Agent(WEB, "web1", Set.of(ServiceType.SSH), ""),
                new LiveReport(List.of(there), 0),
                LONG);
        assertThat(server.sessions
                        .list(server.admin(), LiveSessionQuery.ALL, "", 10)
                        .items())
                .extracting(view -> view.id(), view -> view.node())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(here.id(), "web1"),
                        org.assertj.core.groups.Tuple.tuple(there.id(), "web1"));

        server.sessions.end(server.admin(), there.id(), "");
        assertThat(told).as("the agent's is the agent's to end").isEmpty();
        server.sessions.end(server.admin(), here.id(), "enough");
        SessionEnd end = new SessionEnd(here.id(), "admin", "enough");
        assertThat(told).containsExactly(end);
        assertThat(beans.desk.liveSessions(WEB, new LiveReport(List.of(here), 0)))
                .containsExactly(end);
        assertThat(beans.desk.liveSessions(WEB, new LiveReport(List.of(), 0))).isEmpty();
        assertThat(server.liveSessions.find(here.id())).isEmpty();
        assertThat(server.liveSessions.find(there.id())).isPresent();
        following.close();
    }

    /** One's own sessions may be joined without a rule. */
    @Test
    void whoMayJoinASessionThatEndsAtTheProxyIsLedThere() {
        beans.desk.liveSessions(WEB, new LiveReport(List.of(session()), 0));
        assertThat(beans.desk.course(server.as("ann"), beans.node("web1"))).isEqualTo(new Course.ToAgent());
        server.user("bob", "dba");
        assertThat(beans.desk.course(server.as("bob"), beans.node("web1"))).isEqualTo(new Course.Through());
    }

    private LiveSession session() {
        return new LiveSession(
                UUID.randomUUID().toString(),
                "ann",
                List.of("dba"),
                "root",
                "shell",
                true,
                server.clock.instant(),
                LiveState.RUNNING,
                List.of());
    }

    @Test
    void eventsSayWhichProxyReportedThem() {
        beans.desk.emitAudit(List.of(AuditEvent.of(AuditEventType.SESSION_START)
                .user("ann")
                .resource("node", beans.node("db1").hostId())
                .session("s1")
                .at(server.clock.instant())));
        assertThat(server.audit.of("session.start")).singleElement().satisfies(event -> assertThat(event.fields())
                .containsEntry("reported_by", "proxy:one"));
    }
}
