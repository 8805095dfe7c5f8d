package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.pipe.FakeConnection;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.OpenDial;

/** Dials of clients whose connections come from elsewhere, to an agent by its tunnel. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CarriedDialTest {
    private static final Caller.User JO = new Caller.User("jo", List.of(), Map.of(), "192.0.2.7");
    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId, "away", UUID.randomUUID().toString());
        proxy.peers.connect("agent:" + hostId, proxy.cluster.agent(hostId));
        RunningProxy.await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    private OpenDial dial(String name, boolean resumable) throws Exception {
        return proxy.endpoint
                .carriedDials()
                .open(JO, new DialTarget(ServiceType.SSH, name, resumable))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void assertNothingLeft() {
        RunningProxy.await(
                "no stream, no memory",
                () -> proxy.endpoint.relays().open() == 0
                        && proxy.endpoint.relays().reserved() == 0);
    }

    @Test
    void bytesGoBothWaysAndNothingIsLeft() throws Exception {
        proxy.peers.services.put("node", CarriedDialTest::upperCase);
        OpenDial dial = dial("node." + TestCluster.NAME + ".", true);
        assertThat(dial.hostId()).isEqualTo(hostId);
        Peers.Dial told = proxy.peers.dials.poll(20, TimeUnit.SECONDS);
        assertThat(told.name()).isEqualTo("node");
        assertThat(told.caller()).isEqualTo("jo");
        assertThat(told.address()).isEqualTo("192.0.2.7");
        assertThat(told.resumable()).isTrue();
        assertThat(proxy.listener.dials)
                .containsExactly(new FakeListener.Dialed("jo", "node", hostId, Optional.empty()));

        FakeConnection client = new FakeConnection();
        client.send("hello".getBytes(StandardCharsets.US_ASCII));
        client.endInput();
        dial.attach(client);
        RunningProxy.await("the answer and the end", () -> {
            client.run();
            return client.closed;
        });
        assertThat(client.text()).isEqualTo("HELLO");
        dial.close();
        assertNothingLeft();
    }

    private static void upperCase(DialStream stream) {
        try (stream) {
            String text = new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
            stream.output().write(text.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            stream.output().close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aDialWhoseClientHasGoneIsClosedAtTheAgentToo() throws Exception {
        CompletableFuture<Integer> agentRead = new CompletableFuture<>();
        proxy.peers.services.put(
                "node",
                stream -> agentRead.completeAsync(() -> {
                    try {
                        return stream.input().read();
                    } catch (java.io.IOException e) {
                        return -2;
                    }
                }));
        OpenDial dial = dial("node", false);
        assertThat(proxy.endpoint.relays().open()).isOne();
        dial.close();
        assertThat(agentRead.get(20, TimeUnit.SECONDS)).isNegative();
        assertNothingLeft();

        FakeConnection late = new FakeConnection();
        dial.attach(late);
        assertThat(late.closed).isTrue();
    }

    @Test
    void refusalsAreTheDialersOwnAndLeaveNothing() {
        refused("nowhere", ErrorCode.NOT_FOUND, "that you may see");
        refused("away", ErrorCode.AGENT_OFFLINE, "is not connected");
        refused("node", ErrorCode.ACCESS_DENIED, "nobody may log in here");
        assertThat(proxy.listener.dials)
                .extracting(FakeListener.Dialed::refusal)
                .containsExactly(
                        Optional.of(ErrorCode.NOT_FOUND),
                        Optional.of(ErrorCode.AGENT_OFFLINE),
                        Optional.of(ErrorCode.ACCESS_DENIED));
        assertNothingLeft();
    }

    @Test
    void aUserHasAsManyConnectionsAsRolesAllowAndARefusedDialIsNoneOfThem() throws Exception {
        proxy.peers.services.put("node", CarriedDialTest::upperCase);
        proxy.listener.connections = Optional.of(2);
        OpenDial first = dial("node", false);
        refused("away", ErrorCode.AGENT_OFFLINE, "is not connected");
        OpenDial second = dial("node", false);
        refused("node", ErrorCode.TOO_MANY_SESSIONS, "your roles allow no more at a time");
        assertThat(proxy.listener.dials.getLast().refusal()).contains(ErrorCode.TOO_MANY_SESSIONS);
        first.close();
        RunningProxy.await("one has ended", () -> proxy.endpoint.relays().open() == 1);
        dial("node", false).close();
        second.close();
        assertNothingLeft();
    }

    @Test
    void aStoppingServerSaysSo() {
        proxy.endpoint.dialer().refuseNew();
        refused("node", ErrorCode.SHUTTING_DOWN, "shutting down");
    }

    private void refused(String name, ErrorCode code, String text) {
        assertThatThrownBy(() -> dial(name, false)).rootCause().isInstanceOfSatisfying(SallyportException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.userMessage()).contains(text);
        });
    }
}
