package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sallyport.core.login.LoginSessionRepository;

/** {@link LoginSessionRepository} in memory. */
public final class MemoryLoginSessions implements LoginSessionRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, LoginSession> sessions;

    public MemoryLoginSessions(MemoryStore store) {
        this.store = store;
        this.sessions = store.table();
    }

    @Override
    public void insert(LoginSession session) {
        store.run(() -> sessions.rows().put(session.tokenHash(), session));
    }

    @Override
    public Optional<LoginSession> find(String tokenHash, Instant now) {
        return store.call(() -> Optional.ofNullable(sessions.rows().get(tokenHash))
                .filter(session -> session.expires().isAfter(now)));
    }

    @Override
    public void delete(String tokenHash) {
        store.run(() -> sessions.rows().remove(tokenHash));
    }

    @Override
    public List<LoginSession> ssoSessions(String user, Instant now) {
        return store.call(() -> sessions.rows().values().stream()
                .filter(session ->
                        session.sso().isPresent() && session.expires().isAfter(now))
                .filter(session -> user.isEmpty() || session.user().equals(user))
                .sorted(Comparator.comparing(LoginSession::user).thenComparing(LoginSession::created))
                .toList());
    }

    @Override
    public List<LoginSession> ofOwner(LoginSession session, Instant now) {
        return store.call(() -> sessions.rows().values().stream()
                .filter(each -> sameOwner(each, session) && each.expires().isAfter(now))
                .sorted(Comparator.comparing(LoginSession::created).reversed().thenComparing(LoginSession::tokenHash))
                .toList());
    }

    @Override
    public int deleteOthers(LoginSession kept, Instant now) {
        Predicate<LoginSession> others =
                each -> sameOwner(each, kept) && !each.tokenHash().equals(kept.tokenHash());
        int open = removeIf(others.and(each -> each.expires().isAfter(now)));
        removeIf(others);
        return open;
    }

    private static boolean sameOwner(LoginSession one, LoginSession other) {
        return one.user().equals(other.user()) && one.connector().equals(other.connector());
    }

    @Override
    public int deleteOfConnector(String connector) {
        return removeIf(session ->
                session.sso().filter(sso -> sso.connector().equals(connector)).isPresent());
    }

    @Override
    public int deleteOfUser(String user) {
        return removeIf(session -> session.user().equals(user));
    }

    @Override
    public int deleteExpired(Instant now) {
        return removeIf(session -> !session.expires().isAfter(now));
    }

    private int removeIf(Predicate<LoginSession> ended) {
        return store.call(() -> {
            int before = sessions.rows().size();
            sessions.rows().values().removeIf(ended);
            return before - sessions.rows().size();
        });
    }
}
