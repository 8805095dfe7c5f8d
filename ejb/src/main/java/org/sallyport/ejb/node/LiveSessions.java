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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.sallyport.api.codec.Json;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveReport;

/**
 * The sessions that go on at all nodes, as their agents last told, and proxies of those that end there: one entry of the
 * shared {@link PresenceStore} for each that tells of a node with any, which vanishes when it tells no more; read from memory, as
 * {@link Presence} is.
 */
@ApplicationScoped
public class LiveSessions {
    private static final String SESSIONS = "sessions/";

    /** What an entry's value holds; the time to live counts from its arrival, so servers' clocks may differ. */
    record Told(String node, List<LiveSession> sessions, int untold, long ttlMillis) {
        private boolean saysAs(Told other) {
            return node.equals(other.node()) && sessions.equals(other.sessions()) && untold == other.untold();
        }
    }

    private record Known(Told told, Instant expires) {}

    /** Who tells of sessions at a node. @param proxy whose sessions end at it; empty for the node's agent */
    public record Source(String hostId, String proxy) {
        private static final char AT = '@';

        public static Source agent(String hostId) {
            return new Source(hostId, "");
        }

        public static Source proxy(String hostId, String proxy) {
            return new Source(hostId, proxy);
        }

        /** As it stands in keys; host ids have no {@code @}. */
        static Source of(String key) {
            int at = key.indexOf(AT);
            return at < 0 ? agent(key) : new Source(key.substring(0, at), key.substring(at + 1));
        }

        String key() {
            return proxy.isEmpty() ? hostId : hostId + AT + proxy;
        }
    }

    /** A session and where it is. @param node the node's name */
    public record Located(LiveSession session, Source source, String node) {
        public String hostId() {
            return source.hostId();
        }

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

    /** By host id and who tells. */
    private final Map<String, Map<Source, Known>> byHost = new HashMap<>();
    /** Whose a session is: of several that tell of one, which only a stolen agent does, the first that did. */
    private final Map<String, Source> sources = new HashMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

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

    /** Called whenever a session begins, ends or changes, on any server; must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** In place of what the agent told before. @param ttl how long it is believed without another report */
    public void told(Caller.Agent agent, LiveReport report, Duration ttl) {
        told(Source.agent(agent.hostId()), agent.nodeName(), report, ttl);
    }

    /** In place of what was told from there before. @param ttl how long it is believed without another report */
    public void told(Source source, String node, LiveReport report, Duration ttl) {
        String key = SESSIONS + source.key();
        if (!report.sessions().isEmpty() || report.untold() > 0) {
            Told told = new Told(node, report.sessions(), report.untold(), ttl.toMillis());
            store.put(key, write(told), ttl);
        } else if (isKnown(source)) {
            // most nodes have none most of the time: their heartbeats write nothing
            store.remove(key);
        }
    }

    private synchronized boolean isKnown(Source source) {
        return byHost.getOrDefault(source.hostId(), Map.of()).containsKey(source);
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

    /** Those to that node that end at a proxy. */
    public synchronized List<LiveSession> atProxies(String hostId) {
        return living(hostId)
                .filter(each -> !each.source().proxy().isEmpty())
                .map(Located::session)
                .toList();
    }

    public synchronized Optional<Located> find(String sessionId) {
        return Optional.ofNullable(sources.get(sessionId)).stream()
                .flatMap(this::living)
                .filter(each -> each.session().id().equals(sessionId))
                .findFirst();
    }

    /** How many more there are that could not be told of. */
    public synchronized int untold() {
        Instant now = clock.instant();
        return byHost.values().stream()
                .flatMap(here -> here.values().stream())
                .filter(known -> known.expires().isAfter(now))
                .mapToInt(known -> known.told().untold())
                .sum();
    }

    private Stream<Located> living(String hostId) {
        return byHost.getOrDefault(hostId, Map.of()).keySet().stream().flatMap(this::living);
    }

    private Stream<Located> living(Source source) {
        Known known = byHost.getOrDefault(source.hostId(), Map.of()).get(source);
        if (known == null || !known.expires().isAfter(clock.instant())) {
            return Stream.empty();
        }
        return known.told().sessions().stream()
                .filter(session -> source.equals(sources.get(session.id())))
                .map(session -> new Located(session, source, known.told().node()));
    }

    /** @return whether it says something else than before */
    private synchronized boolean put(Source source, Told told) {
        Optional<Known> before = remove(source);
        byHost.computeIfAbsent(source.hostId(), hostId -> new HashMap<>())
                .put(source, new Known(told, clock.instant().plusMillis(told.ttlMillis())));
        told.sessions().forEach(session -> sources.putIfAbsent(session.id(), source));
        return before.filter(known -> known.expires().isAfter(clock.instant()))
                .filter(known -> known.told().saysAs(told))
                .isEmpty();
    }

    private synchronized Optional<Known> remove(Source source) {
        Map<Source, Known> here = byHost.getOrDefault(source.hostId(), Map.of());
        Known old = here.get(source);
        if (old == null) {
            return Optional.empty();
        }
        here.remove(source);
        if (here.isEmpty()) {
            byHost.remove(source.hostId());
        }
        old.told()
                .sessions()
                .forEach(session -> sources.computeIfPresent(
                        session.id(), (id, owner) -> Objects.equals(owner, source) ? null : owner));
        return Optional.of(old);
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
                    Source source = Source.of(key.substring(SESSIONS.length()));
                    if (LiveSessions.this.put(source, json.readValue(value, Told.class))) {
                        listeners.forEach(Runnable::run);
                    }
                } catch (JsonProcessingException foreign) {
                    throw new IllegalStateException("entry of live sessions of another version", foreign);
                }
            }
        }

        @Override
        public void removed(String key) {
            if (key.startsWith(SESSIONS)) {
                remove(Source.of(key.substring(SESSIONS.length())));
                listeners.forEach(Runnable::run);
            }
        }
    }
}
