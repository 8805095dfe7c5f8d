package org.sallyport.ejb.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.ejb.fixture.AuthServer;
import org.sallyport.ejb.fixture.MemoryPresence;

class PresenceTest {
    private static final Duration TTL = Duration.ofSeconds(90);

    private final AuthServer server = new AuthServer();
    private final MemoryPresence cache = new MemoryPresence();
    private final Presence here = presence();
    private final Presence there = presence();
    private final NodeDirectory nodes =
            new NodeDirectory(new Nodes(here, server.agentless), server.directory, server.evaluator, server.joinable);
    private final NodeServiceBean service = new NodeServiceBean(nodes);

    @BeforeEach
    void dev() {
        server.role(
                "dev",
                new RoleSpec(
                        null, new RoleConditions(List.of("ubuntu"), Map.of("env", List.of("dev")), List.of()), null));
        server.user("dora", "dev");
    }

    @Test
    void nodeIsOnlineWhileAnyServerHoldsATunnel() {
        here.heartbeat(node("h1", "web", "dev"), TTL);
        assertThat(only(here).online()).isFalse();
        there.tunnelUp(tunnel("t1", "h1"), TTL);
        assertThat(only(here).online()).isTrue();
        here.tunnelUp(tunnel("t2", "h1"), TTL);
        here.tunnelUp(tunnel("t3", "h1"), TTL);
        there.tunnelDown(tunnel("t1", "h1"));
        here.tunnelDown(tunnel("t2", "h1"));
        assertThat(only(here).online()).isTrue();
        here.tunnelDown(tunnel("t3", "h1"));
        assertThat(only(here).online()).isFalse();
    }

    @Test
    void silentNodeVanishesAfterItsTimeEvenWhenTheCacheIsLate() {
        here.heartbeat(node("h1", "web", "dev"), TTL);
        server.clock.advance(Duration.ofSeconds(89));
        assertThat(here.nodesAfter("")).hasSize(1);
        server.clock.advance(Duration.ofSeconds(2));
        assertThat(here.nodesAfter("")).isEmpty();
    }

    @Test
    void tunnelOfADeadServerIsNotBelievedForEver() {
        there.tunnelUp(tunnel("t1", "h1"), TTL);
        here.heartbeat(node("h1", "web", "dev"), TTL);
        assertThat(only(here).online()).isTrue();
        server.clock.advance(Duration.ofSeconds(60));
        here.heartbeat(node("h1", "web", "dev"), TTL);
        server.clock.advance(Duration.ofSeconds(60));
        assertThat(only(here).online()).isFalse();
    }

    @Test
    void heartbeatRenewsTheTunnelOfTheServerItArrivesAt() {
        here.tunnelUp(tunnel("t1", "h1"), TTL);
        for (int i = 0; i < 5; i++) {
            server.clock.advance(Duration.ofSeconds(60));
            here.heartbeat(node("h1", "web", "dev"), TTL);
        }
        assertThat(only(here).online()).isTrue();
    }

    @Test
    void callerSeesAndDialsOnlyWhatItsRolesAllow() {
        here.heartbeat(node("h1", "web", "dev"), TTL);
        here.heartbeat(node("h2", "web", "prod"), TTL);
        Caller.User dora = server.as("dora");
        assertThat(list(dora, "").items()).extracting(Node::hostId).containsExactly("h1");
        assertThat(nodes.route(dora, new DialTarget(ServiceType.SSH, "web")))
                .extracting(Node::hostId)
                .containsExactly("h1");
        assertThat(nodes.route(dora, new DialTarget(ServiceType.SSH, "h2"))).isEmpty();
        assertThat(nodes.route(dora, new DialTarget(ServiceType.DB, "web"))).isEmpty();
        assertThat(list(server.admin(), "").items()).hasSize(2);
        assertThat(list(new Caller.Anonymous("192.0.2.9"), "").items()).isEmpty();
    }

    @Test
    void ofNodesThatShareANameThoseOnlineComeFirst() {
        here.heartbeat(node("h1", "web", "dev"), TTL);
        server.clock.advance(Duration.ofSeconds(5));
        here.heartbeat(node("h2", "web", "dev"), TTL);
        here.tunnelUp(tunnel("t", "h1"), TTL);
        assertThat(nodes.route(server.as("dora"), new DialTarget(ServiceType.SSH, "web")))
                .extracting(Node::hostId)
                .containsExactly("h1", "h2");
    }

    @Test
    void listingSearchesAndPages() {
        for (int i = 0; i < 5; i++) {
            here.heartbeat(node("h" + i, "web-" + i, i < 4 ? "dev" : "prod"), TTL);
        }
        assertThat(list(server.admin(), "ENV=dev web-2").items())
                .extracting(Node::name)
                .containsExactly("web-2");
        Page<Node> first = service.list(server.admin(), "", "", 3);
        Page<Node> second = service.list(server.admin(), "", first.nextCursor(), 3);
        assertThat(first.items()).extracting(Node::name).containsExactly("web-0", "web-1", "web-2");
        assertThat(second.items()).extracting(Node::name).containsExactly("web-3", "web-4");
        assertThat(second.nextCursor()).isEmpty();
    }

    @Test
    void renamedNodeIsFoundByItsNewNameAndItsHostIdOnly() {
        here.heartbeat(node("h1", "Web", "dev"), TTL);
        here.heartbeat(node("h2", "web-2", "dev"), TTL);
        assertThat(here.named("wEB")).extracting(Node::hostId).containsExactly("h1");
        here.heartbeat(node("h1", "db", "dev"), TTL);
        assertThat(here.named("web")).isEmpty();
        assertThat(here.named("db")).extracting(Node::hostId).containsExactly("h1");
        assertThat(here.named("h1")).extracting(Node::name).containsExactly("db");
        assertThat(here.nodesAfter("")).extracting(Node::name).containsExactly("db", "web-2");
    }

    private Page<Node> list(Caller caller, String search) {
        return service.list(caller, search, "", 100);
    }

    private Presence presence() {
        Presence presence = new Presence(cache, server.clock);
        presence.start();
        return presence;
    }

    private static Node only(Presence presence) {
        List<Node> all = presence.nodesAfter("").toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Node node(String hostId, String name, String env) {
        return new Node(hostId, name, Map.of("env", env), Set.of(ServiceType.SSH), "0.1.0", true, Instant.EPOCH);
    }

    private static TunnelInfo tunnel(String id, String hostId) {
        return new TunnelInfo(
                id,
                hostId,
                Set.of(ServiceType.SSH),
                "192.0.2.1",
                Instant.EPOCH,
                new NegotiatedAlgorithms("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "aead"));
    }
}
