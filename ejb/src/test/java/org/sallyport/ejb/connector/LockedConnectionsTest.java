package org.sallyport.ejb.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.ejb.feed.WatchBroadcaster;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.MemoryPresence;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.NodeDirectory;
import org.sallyport.ejb.node.Nodes;
import org.sallyport.ejb.node.Presence;

/** Locks where the proxy asks about them. */
class LockedConnectionsTest {
    private static final DialTarget WEB = new DialTarget(ServiceType.SSH, "web");

    private final AuthServer server = new AuthServer();
    private final Presence presence = new Presence(new MemoryPresence(), server.clock);
    private final ConnectionLog log = new ConnectionLog(server.audit, new EventBacklog(server.audit), server.clock);
    private final Tunnels tunnels =
            new Tunnels(presence, server.liveSessions, server.sessionEnds, server.directory, server.locks, log);
    private final Nodes nodes = new Nodes(presence, server.agentless);
    private final Admission admission = new Admission(server.people, nodes, server.locks);
    private final Gate gate = new Gate(
            new NodeDirectory(nodes, server.directory, server.evaluator, server.joinable),
            server.serverKeys,
            new WatchBroadcaster(server.feed, server.recordingKeys),
            server.cluster,
            admission,
            log);

    @BeforeEach
    void nodes() {
        presence.start();
        server.user("ann", "access");
        tunnels.heartbeat(agent("h1", "web"), node("h1", "web"));
        tunnels.heartbeat(agent("h2", "web"), node("h2", "web"));
    }

    @Test
    void aCertificateOfALockedUserRoleOrSerialIsNotAdmitted() {
        for (LockTarget target :
                List.of(LockTarget.ofUser("ann"), LockTarget.ofRole("dev"), LockTarget.ofCertificate(7))) {
            server.lock("l", target, "");
            assertThat(admission.admit(ann()).orElseThrow().code()).isEqualTo(ErrorCode.LOCKED);
            server.unlock("l");
            assertThat(admission.admit(ann())).isEmpty();
        }
        server.lock("login", LockTarget.ofLogin("root"), "");
        assertThat(admission.admit(ann())).as("which login is not known here").isEmpty();
    }

    @Test
    void dialsPassLockedNodesBy() {
        server.lock("l", LockTarget.ofNode("h1"), "");
        assertThat(gate.route(server.as("ann"), WEB)).extracting(Node::hostId).containsExactly("h2");
        server.lock("both", LockTarget.ofNode("web"), "being replaced");
        SallyportException refusal = Refused.with(ErrorCode.LOCKED, () -> gate.route(server.as("ann"), WEB));
        assertThat(refusal.userMessage()).contains("node 'web' is locked: being replaced");
        gate.dialed(server.as("ann"), WEB, "", Optional.of(refusal));
        assertThat(server.audit.of("proxy.dial.refused")).singleElement().satisfies(event -> assertThat(event.fields())
                .containsEntry("lock", "both"));
    }

    @Test
    void whoMayNotSeeANodeLearnsNothingOfItsLock() {
        server.user("bob", "auditor");
        server.lock("l", LockTarget.ofNode("web"), "");
        Refused.with(ErrorCode.NOT_FOUND, () -> gate.route(server.as("bob"), WEB));
    }

    @Test
    void anAgentIsHeldByHostIdByNameAndBySerial() {
        AgentIdentity identity = new AgentIdentity("h1", "web", Set.of(ServiceType.SSH), 9, Instant.MAX);
        for (LockTarget target :
                List.of(LockTarget.ofNode("h1"), LockTarget.ofNode("web"), LockTarget.ofCertificate(9))) {
            server.lock("l", target, "");
            assertThat(admission.admit(identity).orElseThrow().code()).isEqualTo(ErrorCode.LOCKED);
            server.unlock("l");
            assertThat(admission.admit(identity)).isEmpty();
        }
    }

    @Test
    void heartbeatsOfALockedNodeAreRefused() {
        server.lock("l", LockTarget.ofNode("new"), "");
        Refused.with(ErrorCode.LOCKED, () -> tunnels.heartbeat(agent("h3", "new"), node("h3", "new")));
        assertThat(presence.named("new")).isEmpty();
        assertThat(server.audit.of("component.refused")).singleElement().satisfies(event -> assertThat(event.fields())
                .containsEntry("lock", "l"));
    }

    @Test
    void aNameThatIsTheHostIdIsNoFault() {
        tunnels.heartbeat(agent("h4", "h4"), node("h4", "h4"));
        server.lock("l", LockTarget.ofNode("h4"), "");
        Refused.with(ErrorCode.LOCKED, () -> gate.route(server.as("ann"), new DialTarget(ServiceType.SSH, "h4")));
    }

    @Test
    void whatLivesIsHeldWithAllThatIsKnownOfIt() {
        server.lock("l", new LockTarget(Optional.of("ann"), null, null, Optional.of("web"), null, null, null), "");
        List<Optional<SallyportException>> answers = admission.locked(List.of(
                new LiveUse.Connection(ann()),
                new LiveUse.Stream(server.as("ann"), "h1"),
                new LiveUse.Stream(server.as("ann"), "h9"),
                new LiveUse.Stream(server.admin(), "h1")));
        assertThat(answers).extracting(Optional::isPresent).containsExactly(false, true, false, false);
        tunnels.ended(
                new LiveUse.Stream(server.as("ann"), "h1"),
                "192.0.2.7",
                answers.get(1).orElseThrow());
        assertThat(server.audit.of("lock.ended")).singleElement().satisfies(event -> {
            assertThat(event.user()).isEqualTo("ann");
            assertThat(event.resource()).isEqualTo("h1");
            assertThat(event.fields()).containsEntry("lock", "l").containsEntry("what", "stream");
        });
    }

    private UserIdentity ann() {
        return new UserIdentity(
                "ann", List.of("root"), List.of("access", "dev"), Map.of(), Set.of(), "", 7, Instant.MAX);
    }

    private static Caller.Agent agent(String hostId, String name) {
        return new Caller.Agent(hostId, name, Set.of(ServiceType.SSH), "192.0.2.1");
    }

    private static Node node(String hostId, String name) {
        return new Node(hostId, name, Map.of(), Set.of(ServiceType.SSH), "", false, Instant.EPOCH);
    }
}
