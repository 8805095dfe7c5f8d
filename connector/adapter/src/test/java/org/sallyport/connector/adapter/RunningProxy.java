package org.sallyport.connector.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.sallyport.connector.ending.EndingSsh;
import org.sallyport.connector.ending.ServerAddresses;

/** The connector on free ports with a fake Auth Service. */
final class RunningProxy implements AutoCloseable {
    final TestCluster cluster = new TestCluster();
    final FakeListener listener = new FakeListener(cluster);
    final ActiveEndpoint endpoint;
    final Peers peers;

    RunningProxy() {
        this(Duration.ofSeconds(15));
    }

    RunningProxy(Duration keepAlive) {
        endpoint = open(listener, 0, 0, keepAlive);
        peers = new Peers(endpoint.sshPort());
    }

    static ActiveEndpoint open(FakeListener listener, int sshPort, int grpcPort, Duration keepAlive) {
        return ActiveEndpoint.open(
                new EndpointSettings(
                        "127.0.0.1",
                        sshPort,
                        grpcPort,
                        Duration.ofMillis(200),
                        keepAlive,
                        Duration.ofSeconds(10),
                        new EndingSsh.Settings(
                                recordings(),
                                new ServerAddresses(InetAddress::getAllByName, () -> listener.localServers))),
                listener,
                RunningProxy.class.getClassLoader(),
                Clock.systemUTC());
    }

    private static Path recordings() {
        try {
            return Files.createTempDirectory("proxy-recordings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a condition; fails when it does not come true. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() throws Exception {
        peers.close();
        endpoint.close();
    }
}
