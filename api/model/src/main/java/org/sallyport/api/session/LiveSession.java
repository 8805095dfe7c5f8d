package org.sallyport.api.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A session that goes on at a node now, as its agent knows it.
 *
 * @param id UUID; also that of its audit events and of its recording
 * @param user who started it
 * @param roles those of the starter's certificate
 * @param login the OS account
 * @param kind {@code shell}, {@code exec} or {@code sftp}
 * @param terminal whether it has one; without one nobody can join
 * @param participants in the order in which they joined
 */
public record LiveSession(
        String id,
        String user,
        List<String> roles,
        String login,
        String kind,
        boolean terminal,
        Instant started,
        LiveState state,
        List<Participant> participants) {
    /** As what people log in at a node who join a session there; no OS account can have a colon. */
    public static final String JOIN_LOGIN = "sallyport:join";

    public LiveSession {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        roles = roles == null ? List.of() : List.copyOf(roles);
        requireNonNull(login, "login");
        requireNonNull(kind, "kind");
        requireNonNull(started, "started");
        requireNonNull(state, "state");
        participants = participants == null ? List.of() : List.copyOf(participants);
    }
}
