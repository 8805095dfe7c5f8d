package org.sallyport.benchmarks.scale;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.benchmarks.rest.Joins;

/** Agents' identities in a directory: joined once, used by every run while their certificates are good. */
final class Identities {
    private static final int AT_ONCE = 500;
    private static final Duration LEFT = Duration.ofHours(1);

    private final Path directory;

    Identities(Path directory) {
        this.directory = directory;
    }

    /** Those that are there and good for another hour. */
    List<AgentIdentity> load(int agents, Instant now) {
        List<AgentIdentity> known = new ArrayList<>();
        while (known.size() < agents) {
            var stored = IdentityStore.peek(place(known.size()));
            if (stored.isEmpty() || stored.get().expired(now.plus(LEFT))) {
                return known;
            }
            known.add(stored.get());
        }
        return known;
    }

    /** Has those that are missing join, by real requests. */
    void join(List<AgentIdentity> known, int agents, URI server, SSLContext tls, String token)
            throws InterruptedException, ExecutionException {
        try (Joins joins = new Joins(server, tls, token, agents)) {
            while (known.size() < agents) {
                int count = Math.min(AT_ONCE, agents - known.size());
                List<AgentKeys> keys =
                        Stream.generate(AgentKeys::generate).limit(count).toList();
                for (AgentIdentity joined : joins.all(known.size(), keys)) {
                    try (DataDirectory place = DataDirectory.open(place(known.size()))) {
                        new IdentityStore(place).save(joined);
                    }
                    known.add(joined);
                }
            }
        }
    }

    private Path place(int number) {
        return directory.resolve(Integer.toString(number));
    }
}
