package org.sallyport.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.tunnel.ProxyRoute;
import org.sallyport.benchmarks.rest.PinnedTls;
import org.sallyport.benchmarks.rest.RestClient;
import org.sallyport.core.remote.ClusterAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The agents of benchmarks/scale. Commands come as lines of the standard input, each is answered by one line:
 *
 * <pre>
 * start COUNT SECONDS     so many agents in all, those that are new begin within that time
 * await SECONDS           until all are there: how many have a tunnel, how many all that they decide by
 * times MILLIS            since that moment: half, 99 %, all tunnels; half, 99 %, all with what they decide by
 * broadcast KIND          changes a role or a lock: answer, half, 99 %, last in ms; how many had it
 * failures                why attempts failed
 * quit
 * </pre>
 *
 * SALLYPORT_JOIN_TOKEN is the token to join by, SALLYPORT_SESSION one of an administrator.
 */
@Command(name = "scale")
public final class Scale implements Callable<Integer> {
    @Option(names = "--server", required = true)
    private URI server;

    @Option(names = "--certificate", required = true)
    private Path certificate;

    @Option(names = "--agents", required = true)
    private int agents;

    @Option(names = "--identities", required = true)
    private Path identities;

    @Option(names = "--samples", required = true)
    private Path samples;

    @Option(names = "--https")
    private boolean https;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Scale()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        // a real agent's log level; MINA and netty warn of every session otherwise
        Logger.getLogger("").setLevel(Level.OFF);
        SSLContext tls = PinnedTls.of(certificate);
        Identities store = new Identities(identities);
        List<AgentIdentity> known = store.load(agents, Clock.systemUTC().instant());
        int before = known.size();
        long begin = System.nanoTime();
        store.join(known, agents, server, tls, System.getenv("SALLYPORT_JOIN_TOKEN"));
        answer("joined %d %d %.1f".formatted(known.size(), known.size() - before, (System.nanoTime() - begin) / 1e9));
        ProxyRoute route =
                https ? new ProxyRoute.Https(ClusterAddress.parse(server.getAuthority())) : new ProxyRoute.SshPort();
        try (Fleet fleet = new Fleet(route, known.getFirst());
                RestClient administrator = new RestClient(server, tls, 0);
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(samples))) {
            out.println("millis,tunnels,synced,attempts,failed,heartbeats");
            var unused = fleet.timer()
                    .scheduleAtFixedRate(
                            () -> {
                                out.println(fleet.tally().line());
                                out.flush();
                            },
                            0,
                            1,
                            TimeUnit.SECONDS);
            serve(fleet, known, administrator);
        }
        return 0;
    }

    private void serve(Fleet fleet, List<AgentIdentity> known, RestClient administrator)
            throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "start" -> {
                    fleet.start(
                            known.subList(0, Integer.parseInt(words[1])), Duration.ofSeconds(Long.parseLong(words[2])));
                    answer("started");
                }
                case "await" -> answer(await(fleet, Long.parseLong(words[1])));
                case "times" -> {
                    long from = Long.parseLong(words[1]);
                    answer("times " + fleet.times(from, SimulatedAgent::up) + " "
                            + fleet.times(from, SimulatedAgent::synced));
                }
                case "broadcast" -> {
                    Broadcast change = new Broadcast(words[1], fleet.size());
                    fleet.tally().expect(change);
                    answer(change.run(server, administrator, System.getenv("SALLYPORT_SESSION")));
                }
                case "failures" -> answer("failures " + fleet.tally().reasons());
                case "quit" -> {
                    return;
                }
                default -> answer("unknown " + words[0]);
            }
        }
    }

    private static String await(Fleet fleet, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Tally tally = fleet.tally();
        while (tally.synced.get() < fleet.size() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return "there " + tally.tunnels.get() + " " + tally.synced.get();
    }

    private static void answer(String line) {
        System.out.println(line.replace('\n', ' '));
        System.out.flush();
    }
}
