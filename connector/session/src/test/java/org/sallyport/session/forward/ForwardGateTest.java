package org.sallyport.session.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.FakeKnowledge;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.TestConnection;

class ForwardGateTest {
    private final FakeKnowledge knowledge = new FakeKnowledge();
    private final List<AuditEvent> events = new ArrayList<>();

    @BeforeEach
    void allow() {
        knowledge.roles = List.of(Resource.of(
                Metadata.named("access"),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(List.of("root"), Map.of("*", List.of("*")), List.of()),
                        RoleConditions.NONE)));
    }

    private Session at(int lowestPort) {
        Connection connection = TestConnection.of(
                knowledge,
                Set.of("permit-port-forwarding"),
                new TestConnection.NoHost() {
                    @Override
                    public int lowestPort() {
                        return lowestPort;
                    }
                },
                events::add);
        return (Session) Proxy.newProxyInstance(
                ForwardGateTest.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> connection);
    }

    private String listens(int lowestPort, int port) {
        events.clear();
        String refusal =
                ForwardGate.listenRefusal(at(lowestPort), "localhost", port).orElse("");
        assertThat(events).singleElement().satisfies(event -> assertThat(event.event())
                .isEqualTo(refusal.isEmpty() ? "session.port_forward" : "access.denied"));
        return refusal;
    }

    @Test
    void theHostSaysFromWhichPortOnItListens() {
        assertThat(listens(1024, 80)).contains("ports below 1024 are not given away");
        assertThat(listens(1024, 1023)).contains("ports below 1024");
        assertThat(listens(1024, 1024)).isEmpty();
        assertThat(listens(1024, 0)).as("any").isEmpty();
    }

    @Test
    void anotherServerDecidesByItself() {
        assertThat(listens(1, 80)).isEmpty();
        assertThat(listens(1, 1)).isEmpty();
    }

    @Test
    void whatIsNoPortIsRefused() {
        assertThat(listens(1, -1)).contains("there is no such port");
        assertThat(listens(1, 65_536)).contains("there is no such port");
    }
}
