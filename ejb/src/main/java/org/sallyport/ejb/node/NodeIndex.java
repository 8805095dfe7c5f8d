package org.sallyport.ejb.node;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.sallyport.api.node.Node;

/** Nodes by host id and, without regard to case, by name: dials and pages read only what they need of thousands. */
final class NodeIndex {
    /** Sorts below every character of a name. */
    private static final char END_OF_NAME = '\n';

    record Entry(Node node, Instant expires) {}

    private final Map<String, Entry> byHost = new ConcurrentHashMap<>();
    private final NavigableMap<String, Entry> byName = new ConcurrentSkipListMap<>();

    static String key(String name, String hostId) {
        return name.toLowerCase(Locale.ROOT) + END_OF_NAME + hostId;
    }

    private static String key(Entry entry) {
        return key(entry.node().name(), entry.node().hostId());
    }

    /** @return what was there before */
    Optional<Entry> put(Node node, Instant expires) {
        Entry entry = new Entry(node, expires);
        AtomicReference<Entry> before = new AtomicReference<>();
        // one host's changes in turn: both maps end up alike
        byHost.compute(node.hostId(), (hostId, old) -> {
            before.set(old);
            if (old != null && !key(old).equals(key(entry))) {
                byName.remove(key(old));
            }
            byName.put(key(entry), entry);
            return entry;
        });
        return Optional.ofNullable(before.get());
    }

    void remove(String hostId) {
        byHost.computeIfPresent(hostId, (known, old) -> {
            byName.remove(key(old));
            return null;
        });
    }

    /** By name, from behind a key of {@link #key(String, String)} on; all for the empty one. */
    Stream<Entry> after(String key) {
        return byName.tailMap(key, false).values().stream();
    }

    Stream<Entry> named(String target) {
        String begin = key(target, "");
        Stream<Entry> named = byName.subMap(begin, true, begin + Character.MAX_VALUE, true).values().stream();
        Optional<Entry> host = Optional.ofNullable(byHost.get(target));
        return Stream.concat(named.filter(entry -> !entry.node().hostId().equals(target)), host.stream());
    }
}
