package org.sallyport.benchmarks.rest;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;

/** Agents that join by the REST API as real ones do. */
public final class Joins implements AutoCloseable {
    /** The server lets that many join at once from one address. */
    private static final int PER_ADDRESS = 400;

    private static final int AT_ONCE = 8;

    private final List<RestClient> clients;
    private final String token;

    public Joins(URI server, SSLContext tls, String token, int agents) {
        this.token = token;
        this.clients = IntStream.range(0, Math.max(AT_ONCE, (agents + PER_ADDRESS - 1) / PER_ADDRESS))
                .mapToObj(number -> new RestClient(server, tls, number))
                .toList();
    }

    /**
     * One entry of keys per agent.
     *
     * @param first number of the first of them
     */
    public List<AgentIdentity> all(int first, List<AgentKeys> keys) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<AgentIdentity>> asked = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                int index = i;
                asked.add(pool.submit(() -> join(first + index, keys.get(index))));
            }
            List<AgentIdentity> joined = new ArrayList<>();
            for (Future<AgentIdentity> answer : asked) {
                joined.add(answer.get());
            }
            return joined;
        }
    }

    private AgentIdentity join(int number, AgentKeys keys) {
        JoinRequest request = new JoinRequest(
                token,
                "",
                "sim-" + number,
                List.of(ServiceType.SSH),
                keys.hostLine(),
                keys.tunnelLine(),
                keys.tlsPem(),
                "",
                "");
        RestClient client = clients.get(number % clients.size());
        byte[] answer = client.send(client.post("/api/v1/join", "", client.json(request)));
        return AgentIdentity.of(
                client.read(answer, JoinResponse.class), keys, Clock.systemUTC().instant());
    }

    @Override
    public void close() {
        clients.forEach(RestClient::close);
    }
}
