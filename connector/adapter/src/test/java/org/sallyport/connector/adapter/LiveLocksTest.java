package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
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
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/** What lives at the proxy when a lock comes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveLocksTest {
    private static final SallyportException LOCK = new SallyportException(
            ErrorCode.LOCKED, "Proxy Service: user 'jo' is locked: laptop lost; ask an administrator");

    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;
    private ClientSession agent;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId);
        agent = proxy.peers.connect("agent:" + hostId, proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
    }

    private void lock(Predicate<LiveUse> hit) {
        proxy.listener.locks = use -> hit.test(use) ? Optional.of(LOCK) : Optional.empty();
        proxy.listener.locksChanged.run();
    }

    private static boolean isOf(LiveUse use, String user) {
        return switch (use) {
            case LiveUse.Connection connection ->
                connection.identity() instanceof UserIdentity identity
                        && identity.user().equals(user);
            case LiveUse.Stream stream -> stream.caller().name().equals(user);
        };
    }

    private static CompletableFuture<String> farewell(ClientSession session) {
        CompletableFuture<String> told = new CompletableFuture<>();
        session.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(Session ending, int reason, String text, String language, boolean initiator) {
                told.complete(text);
            }
        });
        return told;
    }

    @Test
    void aLockedUsersConnectionEndsWithTheMessageAndOthersLiveOn() throws Exception {
        ClientSession jo = proxy.peers.connect("jo", proxy.cluster.user("jo", "root"));
        ClientSession other = proxy.peers.connect("al", proxy.cluster.user("al", "root"));
        CompletableFuture<String> told = farewell(jo);
        lock(use -> isOf(use, "jo"));
        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo(LOCK.userMessage());
        await("the end", () -> !jo.isOpen());
        await("the event", () -> proxy.listener.ended.size() == 1);
        assertThat(other.isOpen()).isTrue();
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void aStreamThatTheAgentDoesNotEndIsCutOff() throws Exception {
        CompletableFuture<DialStream> atAgent = new CompletableFuture<>();
        proxy.peers.services.put("node", atAgent::complete);
        try (OpenDial dial = proxy.endpoint
                .carriedDials()
                .open(new Caller.User("jo", List.of(), Map.of(), "192.0.2.7"), new DialTarget(ServiceType.SSH, "node"))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)) {
            assertThat(dial.hostId()).isEqualTo(hostId);
            assertThat(proxy.endpoint.relays().open()).isOne();
            FakeConnection client = new FakeConnection();
            dial.attach(client);
            lock(use -> isOf(use, "jo"));
            await("the client's end", () -> {
                client.run();
                return client.closed;
            });
            DialStream reached = atAgent.get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> reached.input().read()).isInstanceOf(IOException.class);
            await("the event", () -> proxy.listener.ended.stream()
                    .anyMatch(use -> use instanceof LiveUse.Stream stream
                            && stream.hostId().equals(hostId)));
        }
        await("nothing left", () -> proxy.endpoint.relays().open() == 0);
        assertThat(agent.isOpen()).isTrue();
    }

    @Test
    void aLockedAgentLosesItsTunnelAndHearsWhy() throws Exception {
        CompletableFuture<String> told = farewell(agent);
        lock(use -> use instanceof LiveUse.Connection connection
                && connection.identity() instanceof AgentIdentity identity
                && identity.hostId().equals(hostId));
        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo(LOCK.userMessage());
        await("tunnel down", () -> proxy.listener.tunnels.contains("down " + hostId + " last=true"));
        await("the event", () -> proxy.listener.ended.size() == 1);
    }

    @Test
    void whoWasLetInJustBeforeALockDoesNotStay() throws Exception {
        // as if the login had been decided before the lock: it is admitted, and lives only after everybody was looked
        // at
        lock(use -> false);
        proxy.listener.locks = use -> isOf(use, "jo") ? Optional.of(LOCK) : Optional.empty();
        ClientSession jo = proxy.peers.connect("jo", proxy.cluster.user("jo", "root"));
        await("the end", () -> !jo.isOpen());
    }

    @Test
    void whenTheAuthServiceDoesNotAnswerItIsAskedAgain() throws Exception {
        ClientSession jo = proxy.peers.connect("jo", proxy.cluster.user("jo", "root"));
        proxy.listener.locks = use -> {
            proxy.listener.locks = again -> isOf(again, "jo") ? Optional.of(LOCK) : Optional.empty();
            throw new SallyportException(ErrorCode.INTERNAL, "not now");
        };
        proxy.listener.locksChanged.run();
        await("the end", () -> !jo.isOpen());
    }

    @Test
    void aLockThatHitsNobodyEndsNothing() throws Exception {
        ClientSession jo = proxy.peers.connect("jo", proxy.cluster.user("jo", "root"));
        lock(use -> isOf(use, "nobody"));
        proxy.peers.services.put("node", stream -> assertThat(stream).isNotNull());
        DialStream stream = proxy.peers.dial(jo, "node", 22);
        stream.close();
        assertThat(proxy.listener.ended).isEmpty();
        assertThatThrownBy(() -> proxy.peers.dial(jo, "nowhere", 22)).isNotNull();
    }
}
