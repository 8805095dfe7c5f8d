package org.sallyport.session.live;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.access.Moderation;
import org.sallyport.session.live.Room.Facts;

/** The rooms of all live sessions. */
public final class LiveBook implements SessionBook {
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Executor threads;
    private final UnaryOperator<String> line;

    /** @param line form of what people are told */
    public LiveBook(Executor threads, UnaryOperator<String> line) {
        this.threads = requireNonNull(threads, "threads");
        this.line = requireNonNull(line, "line");
    }

    /** From now on until {@link #close} others see the session and may join it. */
    public Room open(Facts facts, Moderation moderation, Owner owner) {
        Room room = new Room(facts, moderation, owner, line, threads, this::changed);
        rooms.put(facts.id(), room);
        changed();
        return room;
    }

    /** Of a session that others see and join elsewhere: nobody comes into it here, and nobody is wanted. */
    public Room apart(Facts facts, Owner owner) {
        return new Room(facts, Moderation.of(facts.starter(), List.of()), owner, line, threads, () -> {});
    }

    public void close(Room room) {
        boolean known = rooms.remove(room.id(), room);
        room.close();
        if (known) {
            changed();
        }
    }

    public Optional<Room> find(String sessionId) {
        return Optional.ofNullable(rooms.get(sessionId));
    }

    @Override
    public List<LiveSession> live() {
        return rooms.values().stream()
                .map(Room::session)
                .sorted(Comparator.comparing(LiveSession::started).thenComparing(LiveSession::id))
                .toList();
    }

    @Override
    public void end(String sessionId, String by, String why) {
        find(sessionId).ifPresent(room -> room.end(by, why));
    }

    @Override
    public void whenChanged(Runnable told) {
        listeners.add(requireNonNull(told, "told"));
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
