package org.sallyport.ejb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.HealthPart;
import org.sallyport.api.rest.ServerHealth;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.ConnectorPorts;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.fakes.MemoryRecordingStorage;
import org.sallyport.ejb.fixture.AuthServer;

class HealthServiceTest {
    private static final Duration TTL = Duration.ofSeconds(90);

    private final AuthServer server = new AuthServer();
    private final MemoryRecordingStorage disk = new MemoryRecordingStorage();
    private final Ports connector = new Ports();
    private final HealthServiceBean service = new HealthServiceBean(
            server.authorizer,
            new HealthChecks(server.logRepository, disk, server.transactions, server.clock),
            server.cluster,
            server.presence);

    @BeforeEach
    void connect() {
        service.connector = connector;
    }

    @Test
    void tellsOfEachPart() {
        server.presence.heartbeat(node("h1"), TTL);
        server.presence.heartbeat(node("h2"), TTL);
        server.presence.tunnelUp(
                new TunnelInfo(
                        "t1",
                        "h1",
                        Set.of(ServiceType.SSH),
                        "192.0.2.1",
                        Instant.EPOCH,
                        new NegotiatedAlgorithms("mlkem768x25519-sha256", "aes128-gcm@openssh.com", "aead")),
                TTL);
        ServerHealth health = service.health(server.admin());
        assertThat(health.ok()).isTrue();
        assertThat(health.agentsOnline()).isEqualTo(1);
        assertThat(health.tunnels()).isEqualTo(3);
        assertThat(health.parts())
                .extracting(HealthPart::name)
                .containsExactly("database", "transparency_log", "recording_storage", "https", "ssh", "grpc");
        assertThat(part(health, "transparency_log").detail()).contains("entries");
        assertThat(part(health, "ssh").detail()).isEqualTo("listens on port 3023");
    }

    @Test
    void partThatFailsIsToldInItsOwnWordsAndTriedAgainLater() {
        disk.away = true;
        ServerHealth full = service.health(server.admin());
        assertThat(full.ok()).isFalse();
        assertThat(part(full, "recording_storage").detail()).isEqualTo("recording storage: it does not answer");
        assertThat(part(full, "database").ok()).isTrue();
        disk.away = false;
        assertThat(service.health(server.admin()).ok()).as("not tried yet").isFalse();
        server.clock.advance(HealthChecks.FRESH);
        assertThat(service.health(server.admin()).ok()).isTrue();
    }

    @Test
    void closedListenersAreToldAndPortlessSshIsNoFault() {
        connector.ports = new ConnectorPorts(true, -1, 3025);
        assertThat(part(service.health(server.admin()), "ssh").ok()).isTrue();
        connector.ports = ConnectorPorts.NONE;
        ServerHealth closed = service.health(server.admin());
        assertThat(closed.ok()).isFalse();
        assertThat(part(closed, "ssh").ok()).isFalse();
        assertThat(part(closed, "grpc").ok()).isFalse();
    }

    @Test
    void nothingIsToldToWhoMayNotReadTheConfiguration() {
        server.role("no-rules", new RoleSpec(null, RoleConditions.NONE, null));
        server.user("nora", "no-rules");
        assertThatThrownBy(() -> service.health(server.as("nora")))
                .isInstanceOfSatisfying(SallyportException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.ACCESS_DENIED));
        assertThat(disk.objects).isEmpty();
    }

    private static HealthPart part(ServerHealth health, String name) {
        return health.parts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Node node(String hostId) {
        return new Node(hostId, "web-" + hostId, Map.of(), Set.of(ServiceType.SSH), "1", false, Instant.EPOCH);
    }

    private static final class Ports implements DialConnectionFactory {
        private ConnectorPorts ports = new ConnectorPorts(true, 3023, 3025);

        @Override
        public DialConnection getConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void carry(CarriedConnection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void admit(InetSocketAddress peer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ConnectorLoad load() {
            return new ConnectorLoad(3, 0, 0);
        }

        @Override
        public ConnectorPorts ports() {
            return ports;
        }
    }
}
