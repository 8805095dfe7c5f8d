package org.sallyport.benchmarks.scale;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.local.LocalIoHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.session.Session;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.tunnel.Delay;
import org.sallyport.agent.tunnel.ProxyRoute;
import org.sallyport.agent.tunnel.TunnelClient;
import org.sallyport.agent.tunnel.TunnelEvents;
import org.sallyport.core.identity.Trust;

/** The agents, with the few threads that all of them share. */
final class Fleet implements AutoCloseable {
    private final Tally tally = new Tally();
    private final Clock clock = Clock.systemUTC();
    private final Supplier<Trust> trust;
    private final TunnelClient tunnels;
    private final EventLoopGroup componentLoops = new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final List<SimulatedAgent> agents = new ArrayList<>();

    Fleet(ProxyRoute route, AgentIdentity any) {
        Trust known = new Trust(1, any.cluster().clusterId(), any.authorities(), Set.of());
        this.trust = () -> known;
        this.tunnels = new TunnelClient(route, trust, Map.of(), new Events(), clock);
    }

    /** Those that have not begun yet do so at times drawn from the spread. */
    void start(List<AgentIdentity> identities, Duration spread) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (AgentIdentity identity : identities.subList(agents.size(), identities.size())) {
            Duration begin = Duration.ofMillis(random.nextLong(spread.toMillis() + 1));
            SimulatedAgent agent = new SimulatedAgent(agents.size(), identity, this, begin);
            agents.add(agent);
            var unused = threads.submit(agent);
        }
    }

    /** Milliseconds from a moment to when half, 99 of 100 and the last of the agents had got somewhere. */
    String times(long from, ToLongFunction<SimulatedAgent> when) {
        long[] sorted = agents.stream().mapToLong(when).sorted().toArray();
        return "%d %d %d"
                .formatted(
                        sorted[sorted.length / 2] - from,
                        sorted[(int) Math.ceil(0.99 * sorted.length) - 1] - from,
                        sorted[sorted.length - 1] - from);
    }

    int size() {
        return agents.size();
    }

    Tally tally() {
        return tally;
    }

    Clock clock() {
        return clock;
    }

    Supplier<Trust> trust() {
        return trust;
    }

    TunnelClient tunnels() {
        return tunnels;
    }

    EventLoopGroup componentLoops() {
        return componentLoops;
    }

    ExecutorService threads() {
        return threads;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
        tunnels.close();
        var unused = componentLoops.shutdownGracefully();
    }

    private static final class Events implements TunnelEvents {
        @Override
        public void drain(Session session, Delay delay) {
            session.setAttribute(SimulatedAgent.MOVE, delay);
            Semaphore wake = session.getAttribute(SimulatedAgent.WAKE);
            if (wake != null) {
                wake.release();
            }
        }

        @Override
        public void pace(Session session, Delay delay) {
            session.setAttribute(SimulatedAgent.PACE, delay);
        }
    }
}
