package org.sallyport.ejb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sallyport.api.codec.Json;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;

/**
 * Sessions that are to be ended, as entries of the shared {@link PresenceStore}: whichever server holds the agent's stream
 * hears of them at once, and an agent that is away for a moment when it is back.
 */
@ApplicationScoped
public class SessionEnds {
    private static final String END = "session-end/";

    private final PresenceStore store;
    private final ObjectMapper json = Json.jsonMapper();
    /** By host id and session. */
    private final Map<String, Map<String, SessionEnd>> wanted = new ConcurrentHashMap<>();

    private final Map<String, Set<Consumer<SessionEnd>>> followers = new ConcurrentHashMap<>();

    /** For the container's proxy. */
    protected SessionEnds() {
        this(null);
    }

    @Inject
    public SessionEnds(PresenceStore store) {
        this.store = store;
    }

    @PostConstruct
    public void start() {
        store.listen(new Index());
    }

    /** @param ttl how long the agent is told of it, unless it tells before that the session is over */
    public void ask(String hostId, SessionEnd end, Duration ttl) {
        try {
            store.put(key(hostId, end.sessionId()), json.writeValueAsString(end), ttl);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is left to be ended of what an agent tells; forgets what is over. */
    public List<SessionEnd> outstanding(String hostId, LiveReport report) {
        Map<String, SessionEnd> here = wanted.getOrDefault(hostId, Map.of());
        if (here.isEmpty()) {
            return List.of();
        }
        Set<String> living = report.sessions().stream().map(LiveSession::id).collect(Collectors.toUnmodifiableSet());
        if (report.untold() == 0) {
            here.keySet().stream()
                    .filter(session -> !living.contains(session))
                    .forEach(session -> store.remove(key(hostId, session)));
        }
        return List.copyOf(here.values());
    }

    /** @param told must not block. Close the returned handle to stop */
    public AutoCloseable follow(String hostId, Consumer<SessionEnd> told) {
        // compute, as the end does: one put into a set just dropped would hear nothing
        followers.compute(hostId, (host, others) -> {
            Set<Consumer<SessionEnd>> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(told);
            return all;
        });
        return () -> followers.computeIfPresent(hostId, (host, all) -> {
            all.remove(told);
            return all.isEmpty() ? null : all;
        });
    }

    /** Host ids are UUIDs; what agents call their sessions may be anything. */
    private static String key(String hostId, String sessionId) {
        return END + hostId + "/" + sessionId;
    }

    private final class Index implements PresenceStore.Listener {
        @Override
        public void put(String key, String value) {
            if (!key.startsWith(END)) {
                return;
            }
            String hostId = key.split("/", 3)[1];
            try {
                SessionEnd end = json.readValue(value, SessionEnd.class);
                wanted.compute(hostId, (host, others) -> {
                    Map<String, SessionEnd> all = others == null ? new ConcurrentHashMap<>() : others;
                    all.put(end.sessionId(), end);
                    return all;
                });
                followers.getOrDefault(hostId, Set.of()).forEach(told -> told.accept(end));
            } catch (JsonProcessingException foreign) {
                throw new IllegalStateException("entry of a session's end of another version", foreign);
            }
        }

        @Override
        public void removed(String key) {
            if (key.startsWith(END)) {
                String[] parts = key.split("/", 3);
                wanted.computeIfPresent(parts[1], (host, all) -> {
                    all.remove(parts[2]);
                    return all.isEmpty() ? null : all;
                });
            }
        }
    }
}
