package org.sallyport.ejb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sallyport.api.codec.Json;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveReport;

/**
 * The sessions that go on at all nodes, as their agents last told: one entry of the shared {@link PresenceStore} for each
 * node that has any, which vanishes with the node's heartbeat; read from memory, as {@link Presence} is.
 */
@ApplicationScoped
public class LiveSessions {
    private static final String SESSIONS = "sessions/";

    /** What an entry's value holds; the time to live counts from its arrival, so servers' clocks may differ. */
    record Told(String node, List<LiveSession> sessions, int untold, long ttlMillis) {}

    private record Known(Told told, Instant expires) {}

    /** A session and where it is. @param node the name in the agent's certificate */
    public record Located(LiveSession session, String hostId, String node) {
        /** Newest first; unique. */
        public static final Comparator<Located> ORDER = Comparator.comparing(
                        (Located each) -> each.session().started())
                .reversed()
                .thenComparing(each -> each.session().id());
    }

    private final PresenceStore store;
    private final Clock clock;
    /** Servers of a cluster may differ in version for a while. */
    private final ObjectMapper json = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, Known> byHost = new HashMap<>();
    /** Whose a session is: of several that tell of one, which only a stolen agent does, the first that did. */
    private final Map<String, String> hosts = new HashMap<>();

    /** For the container's proxy. */
    protected LiveSessions() {
        this(null, null);
    }

    @Inject
    public LiveSessions(PresenceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @PostConstruct
    public void start() {
        store.listen(new Index());
    }

    /** In place of what the agent told before. @param ttl how long it is believed without another report */
    public void told(Caller.Agent agent, LiveReport report, Duration ttl) {
        String key = SESSIONS + agent.hostId();
        if (!report.sessions().isEmpty() || report.untold() > 0) {
            Told told = new Told(agent.nodeName(), report.sessions(), report.untold(), ttl.toMillis());
            store.put(key, write(told), ttl);
        } else if (isKnown(agent.hostId())) {
            // most nodes have none most of the time: their heartbeats write nothing
            store.remove(key);
        }
    }

    private synchronized boolean isKnown(String hostId) {
        return byHost.containsKey(hostId);
    }

    /** Newest first. */
    public synchronized List<Located> all() {
        return byHost.keySet().stream()
                .flatMap(this::living)
                .sorted(Located.ORDER)
                .toList();
    }

    public synchronized List<LiveSession> at(String hostId) {
        return living(hostId).map(Located::session).toList();
    }

    public synchronized Optional<Located> find(String sessionId) {
        return Optional.ofNullable(hosts.get(sessionId)).stream()
                .flatMap(this::living)
                .filter(each -> each.session().id().equals(sessionId))
                .findFirst();
    }

    /** How many more there are that agents could not tell of. */
    public synchronized int untold() {
        Instant now = clock.instant();
        return byHost.values().stream()
                .filter(known -> known.expires().isAfter(now))
                .mapToInt(known -> known.told().untold())
                .sum();
    }

    private Stream<Located> living(String hostId) {
        Known known = byHost.get(hostId);
        if (known == null || !known.expires().isAfter(clock.instant())) {
            return Stream.empty();
        }
        return known.told().sessions().stream()
                .filter(session -> hostId.equals(hosts.get(session.id())))
                .map(session -> new Located(session, hostId, known.told().node()));
    }

    private synchronized void put(String hostId, Told told) {
        remove(hostId);
        byHost.put(hostId, new Known(told, clock.instant().plusMillis(told.ttlMillis())));
        told.sessions().forEach(session -> hosts.putIfAbsent(session.id(), hostId));
    }

    private synchronized void remove(String hostId) {
        Known old = byHost.remove(hostId);
        if (old != null) {
            old.told()
                    .sessions()
                    .forEach(session -> hosts.computeIfPresent(
                            session.id(), (id, owner) -> Objects.equals(owner, hostId) ? null : owner));
        }
    }

    private String write(Told told) {
        try {
            return json.writeValueAsString(told);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private final class Index implements PresenceStore.Listener {
        @Override
        public void put(String key, String value) {
            if (key.startsWith(SESSIONS)) {
                try {
                    LiveSessions.this.put(key.substring(SESSIONS.length()), json.readValue(value, Told.class));
                } catch (JsonProcessingException foreign) {
                    throw new IllegalStateException("entry of live sessions of another version", foreign);
                }
            }
        }

        @Override
        public void removed(String key) {
            if (key.startsWith(SESSIONS)) {
                remove(key.substring(SESSIONS.length()));
            }
        }
    }
}
