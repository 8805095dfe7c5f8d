package org.sallyport.benchmarks.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.CloseFuture;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.agent.tunnel.ProxyRoute;
import org.sallyport.benchmarks.rest.Joins;
import org.sallyport.benchmarks.rest.PinnedTls;
import org.sallyport.core.remote.ClusterAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The agents of benchmarks/idle-tunnels, which measures the server meanwhile: after each answer (one line) the next step
 * waits for a line on the standard input. SALLYPORT_JOIN_TOKEN is the token to join by.
 */
@Command(name = "idle-tunnels")
public final class IdleTunnels implements Callable<Integer> {
    /** Opened and closed first, so that what the server loads once is not counted per tunnel. */
    private static final int REHEARSAL = 100;

    @Option(names = "--server", required = true)
    private URI server;

    @Option(names = "--certificate", required = true)
    private Path certificate;

    @Option(names = "--agents", required = true)
    private int agents;

    @Option(names = "--https")
    private boolean https;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleTunnels()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<AgentIdentity> joined = join();
        try (Swarm swarm = new Swarm(route(), joined.getFirst())) {
            List<ClientSession> rehearsed = swarm.open(joined.subList(0, Math.min(REHEARSAL, agents)));
            close(rehearsed);
            answer("rehearsed " + rehearsed.size());
            steps.readLine();
            long begin = System.nanoTime();
            List<ClientSession> open = swarm.open(joined);
            answer("open %d %.2f".formatted(open.size(), since(begin)));
            steps.readLine();
            answer("alive " + open.stream().filter(ClientSession::isOpen).count());
            steps.readLine();
            close(open);
            answer("closed");
        }
        return 0;
    }

    private ProxyRoute route() {
        return https ? new ProxyRoute.Https(ClusterAddress.parse(server.getAuthority())) : new ProxyRoute.SshPort();
    }

    private static void close(List<ClientSession> sessions) throws IOException {
        for (ClientSession session : sessions) {
            CloseFuture closing = session.close(false);
            closing.await();
        }
    }

    private List<AgentIdentity> join() throws InterruptedException, ExecutionException {
        List<AgentKeys> keys =
                Stream.generate(AgentKeys::generate).limit(agents).toList();
        try (Joins joins =
                new Joins(server, PinnedTls.of(certificate), System.getenv("SALLYPORT_JOIN_TOKEN"), agents)) {
            long begin = System.nanoTime();
            List<AgentIdentity> joined = joins.all(0, keys);
            answer("joined %d %.2f".formatted(joined.size(), since(begin)));
            return joined;
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void answer(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
