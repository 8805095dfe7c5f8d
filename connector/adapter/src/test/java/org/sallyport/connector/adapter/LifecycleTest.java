package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTest {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    private final String hostId = UUID.randomUUID().toString();

    @Test
    void stoppingLeavesNoThreadAndFreesThePorts() throws Exception {
        await("threads of other tests to end", () -> ours() == 0);
        RunningProxy proxy = new RunningProxy();
        int ssh = proxy.endpoint.sshPort();
        int grpc = proxy.endpoint.grpcPort();
        ClientSession agent = proxy.peers.connect("agent", proxy.cluster.agent(hostId));
        agent.reExchangeKeys().verify(Duration.ofSeconds(20));
        assertThat(ours()).isPositive();
        proxy.endpoint.close();
        await("the agent to notice", () -> !agent.isOpen());
        proxy.peers.close();
        await("no thread left", () -> ours() == 0);
        for (int port : new int[] {ssh, grpc}) {
            new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
        }
    }

    private static long ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sallyport-") || name.contains("sshd-") || name.contains("kex-flusher"))
                .count();
    }

    @Test
    void takenPortIsOneClearErrorAndLeavesNothingOpen() throws Exception {
        TestCluster cluster = new TestCluster();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int free = probe.getLocalPort();
            probe.close();
            assertTaken(cluster, taken.getLocalPort(), free, "sallyport.ssh.port");
            new ServerSocket(free, 1, InetAddress.getByName("127.0.0.1")).close();
            assertTaken(cluster, free, taken.getLocalPort(), "sallyport.grpc.port");
            new ServerSocket(free, 1, InetAddress.getByName("127.0.0.1")).close();
        }
    }

    private static void assertTaken(TestCluster cluster, int ssh, int grpc, String property) {
        assertThatThrownBy(() -> RunningProxy.open(new FakeListener(cluster), ssh, grpc, KEEP_ALIVE))
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_TAKEN))
                .hasMessageContaining("cannot listen on 127.0.0.1:")
                .hasMessageContaining("-D" + property);
    }

    @Test
    void agentsAreToldWhenToComeBackAndToGoElsewhere() throws Exception {
        RunningProxy proxy = new RunningProxy();
        proxy.peers.connect("agent", proxy.cluster.agent(hostId));
        Map.Entry<String, Buffer> pace = proxy.peers.requests.poll(20, TimeUnit.SECONDS);
        assertThat(pace.getKey()).isEqualTo("pace@sallyport.org");
        assertRange(pace.getValue(), "");
        proxy.endpoint.close();
        Map.Entry<String, Buffer> drain = proxy.peers.requests.poll(20, TimeUnit.SECONDS);
        assertThat(drain.getKey()).isEqualTo("drain@sallyport.org");
        assertRange(drain.getValue(), "the server is stopping");
        proxy.peers.close();
    }

    private static void assertRange(Buffer payload, String reason) {
        assertThat(payload.getUInt()).isEqualTo(1);
        assertThat(payload.getUInt()).isZero();
        assertThat(payload.getUInt()).isBetween(200L, 20_000L);
        assertThat(payload.getString()).isEqualTo(reason);
    }

    @Test
    void blackHoledTunnelIsNotSelectedAndClosedWhileAnAnsweringOneLives() throws Exception {
        try (RunningProxy proxy = new RunningProxy(KEEP_ALIVE);
                BlackHole hole = new BlackHole(proxy.endpoint.sshPort())) {
            String other = UUID.randomUUID().toString();
            proxy.peers.connect("agent", proxy.cluster.agent(hostId), hole.port());
            proxy.peers.connect("agent", proxy.cluster.agent(other));
            await("both tunnels", () -> proxy.listener.tunnels.size() == 2);
            hole.swallow();
            await("not selectable", () -> proxy.endpoint
                    .registry()
                    .selectable(hostId, ServiceType.SSH)
                    .isEmpty());
            await("closed", () -> proxy.listener.tunnels.contains("down " + hostId + " last=true"));
            assertThat(proxy.endpoint.registry().selectable(other, ServiceType.SSH))
                    .hasSize(1);
        }
    }

    @Test
    void reconnectedAgentIsDialledThroughItsNewestTunnel() throws Exception {
        try (RunningProxy proxy = new RunningProxy()) {
            proxy.peers.connect("agent", proxy.cluster.agent(hostId));
            await("first", () -> proxy.listener.tunnels.size() == 1);
            ClientSession second = proxy.peers.connect("agent", proxy.cluster.agent(hostId));
            await("second", () -> proxy.listener.tunnels.size() == 2);
            var selectable = proxy.endpoint.registry().selectable(hostId, ServiceType.SSH);
            assertThat(selectable).hasSize(2);
            assertThat(selectable.getFirst().info().since())
                    .isAfter(selectable.getLast().info().since());
            second.close(true);
            await("down", () -> proxy.listener.tunnels.contains("down " + hostId + " last=false"));
            assertThat(proxy.endpoint.registry().selectable(hostId, ServiceType.SSH))
                    .containsExactly(selectable.getLast());
        }
    }

    /** A relay that can stop passing anything on without closing. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final AtomicBoolean swallowing = new AtomicBoolean();
        private final Socket[] sockets = new Socket[2];

        BlackHole(int target) throws Exception {
            Thread.ofVirtual().start(() -> {
                try {
                    sockets[0] = listener.accept();
                    sockets[1] = new Socket("127.0.0.1", target);
                    Thread.ofVirtual().start(() -> copy(sockets[0], sockets[1]));
                    copy(sockets[1], sockets[0]);
                } catch (Exception e) {
                    swallowing.set(true);
                }
            });
        }

        private void copy(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] chunk = new byte[8192];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    if (!swallowing.get()) {
                        out.write(chunk, 0, n);
                    }
                }
            } catch (Exception e) {
                swallowing.set(true);
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        void swallow() {
            swallowing.set(true);
        }

        @Override
        public void close() throws Exception {
            listener.close();
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }
}
