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
import org.sallyport.ejb.node.LiveSessions.Source;

/**
 * Sessions that are to be ended, as entries of the shared {@link PresenceStore}: whichever server holds the agent's stream
 * hears of them at once, and an agent that is away for a moment when it is back.
 */
@ApplicationScoped
public class SessionEnds {
    private static final String END = "session-end/";

    private final PresenceStore store;
    private final ObjectMapper json = Json.jsonMapper();
    /** By who has it, see {@link Source#key}, and session. */
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

    /** @param ttl how long who has it is told of it, unless it tells before that the session is over */
    public void ask(Source source, SessionEnd end, Duration ttl) {
        try {
            store.put(key(source.key(), end.sessionId()), json.writeValueAsString(end), ttl);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is left to be ended of what is told from there; forgets what is over. */
    public List<SessionEnd> outstanding(Source source, LiveReport report) {
        String hostId = source.key();
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

    /** Of sessions at a node's agent. @param told must not block. Close the returned handle to stop */
    public AutoCloseable follow(String hostId, Consumer<SessionEnd> told) {
        return followKey(hostId, told);
    }

    /** Of sessions at a proxy, to whatever node. @param told must not block. Close the returned handle to stop */
    public AutoCloseable followProxy(String proxy, Consumer<SessionEnd> told) {
        return followKey(proxy, told);
    }

    /** Host ids are UUIDs, so no proxy's name is one. */
    private AutoCloseable followKey(String hostId, Consumer<SessionEnd> told) {
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

    /** Neither host ids nor names of proxies have a slash; what agents call their sessions may be anything. */
    private static String key(String source, String sessionId) {
        return END + source + "/" + sessionId;
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
                Source source = Source.of(hostId);
                String follower = source.proxy().isEmpty() ? hostId : source.proxy();
                followers.getOrDefault(follower, Set.of()).forEach(told -> told.accept(end));
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
