package org.sallyport.ejb.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.ejb.feed.WatchBroadcaster;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.MemoryPresence;
import org.sallyport.ejb.fixture.Refused;
import org.sallyport.ejb.node.NodeDirectory;
import org.sallyport.ejb.node.Nodes;
import org.sallyport.ejb.node.Presence;

/** What the proxy asks for while the database is away, and what it finds afterwards. */
class StoreAwayTest {
    private static final TunnelInfo TUNNEL = new TunnelInfo(
            "t1",
            "h1",
            Set.of(ServiceType.SSH),
            "192.0.2.1",
            Instant.EPOCH,
            new NegotiatedAlgorithms("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "aead"));
    private static final DialTarget WEB = new DialTarget(ServiceType.SSH, "web");

    private final AuthServer server = new AuthServer();
    private final Presence presence = new Presence(new MemoryPresence(), server.clock);
    private final EventBacklog backlog = new EventBacklog(server.audit);
    private final ConnectionLog log = new ConnectionLog(server.audit, backlog, server.clock);
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
    void warm() {
        presence.start();
        gate.serverKeys();
        server.user("alice", "access");
    }

    @Test
    void admittingRoutingAndKeysGoOnFromMemory() {
        server.store.away(true);
        tunnels.up(TUNNEL);
        assertThat(tunnels.heartbeat(agent(), node())).isEqualTo(30_000);
        assertThat(admission.admit(identity("alice"))).isEmpty();
        assertThat(gate.route(server.as("alice"), WEB)).extracting(Node::online).containsExactly(true);
        assertThat(gate.serverKeys()).isNotNull();
        assertThat(server.cluster.trust().authorities()).hasSize(2);
    }

    @Test
    void nobodyIsLetInWithoutATrace() {
        server.store.away(true);
        Refused.with(ErrorCode.STORE_UNAVAILABLE, () -> gate.loggedIn(identity("alice"), "192.0.2.7"));
        Refused.with(ErrorCode.STORE_UNAVAILABLE, () -> gate.dialed(server.as("alice"), WEB, "h1", Optional.empty()));
    }

    @Test
    void eventsOfTunnelsWaitAndAreStoredInOrder() {
        server.store.away(true);
        tunnels.up(TUNNEL);
        tunnels.down(TUNNEL, "peer gone");
        server.store.away(false);
        backlog.store();
        backlog.store();
        assertThat(server.audit.all().stream().map(event -> event.event()).filter(event -> event.startsWith("tunnel.")))
                .containsExactly("tunnel.up", "tunnel.down");
    }

    @Test
    void certificateOfADeletedUserIsNotAdmitted() {
        server.resources.delete(server.admin(), ResourceKind.USER, "alice", Optional.empty());
        assertThat(admission.admit(identity("alice")).orElseThrow().code()).isEqualTo(ErrorCode.LOCKED);
    }

    @Test
    void agentAnnouncesItselfOnly() {
        Node other = new Node("h2", "web", Map.of(), Set.of(ServiceType.SSH), "", false, Instant.EPOCH);
        Node more = new Node("h1", "web", Map.of(), Set.of(ServiceType.DB), "", false, Instant.EPOCH);
        Refused.with(ErrorCode.ACCESS_DENIED, () -> tunnels.heartbeat(agent(), other));
        Node renamed = new Node("h1", "database", Map.of(), Set.of(ServiceType.SSH), "", false, Instant.EPOCH);
        Refused.with(ErrorCode.ACCESS_DENIED, () -> tunnels.heartbeat(agent(), more));
        assertThat(Refused.with(ErrorCode.ACCESS_DENIED, () -> tunnels.heartbeat(agent(), renamed))
                        .userMessage())
                .contains("joined as node 'web' and may not announce itself as 'database'");
        assertThat(presence.named("web")).isEmpty();
        assertThat(presence.named("database")).isEmpty();
        assertThat(server.audit.of("component.refused")).hasSize(3);
    }

    private UserIdentity identity(String user) {
        return new UserIdentity(
                user,
                List.of("ubuntu"),
                List.of("access"),
                Map.of(),
                Set.of(),
                "",
                7,
                server.clock.instant().plus(Duration.ofHours(1)));
    }

    private static Caller.Agent agent() {
        return new Caller.Agent("h1", "web", Set.of(ServiceType.SSH), "192.0.2.1");
    }

    private static Node node() {
        return new Node("h1", "web", Map.of(), Set.of(ServiceType.SSH), "0.1.0", false, Instant.EPOCH);
    }
}
