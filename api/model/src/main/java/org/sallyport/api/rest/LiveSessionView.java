package org.sallyport.api.rest;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.LiveState;
import org.sallyport.api.session.Participant;
import org.sallyport.api.session.SessionMode;

/**
 * A session that goes on now, to one caller. The first nine as in {@link LiveSession}.
 *
 * @param node name of the node it is at
 * @param joinModes in which the caller's roles let him join it; the agent decides finally
 * @param mayEnd whether the caller may end it
 */
public record LiveSessionView(
        String id,
        String user,
        List<String> roles,
        String login,
        String kind,
        boolean terminal,
        Instant started,
        LiveState state,
        List<Participant> participants,
        String node,
        String hostId,
        List<SessionMode> joinModes,
        boolean mayEnd) {
    public LiveSessionView {
        requireNonNull(id, "id");
        roles = roles == null ? List.of() : List.copyOf(roles);
        participants = participants == null ? List.of() : List.copyOf(participants);
        joinModes = joinModes == null ? List.of() : List.copyOf(joinModes);
    }

    public static LiveSessionView of(
            LiveSession session, String node, String hostId, List<SessionMode> joinModes, boolean mayEnd) {
        return new LiveSessionView(
                session.id(),
                session.user(),
                session.roles(),
                session.login(),
                session.kind(),
                session.terminal(),
                session.started(),
                session.state(),
                session.participants(),
                node,
                hostId,
                joinModes,
                mayEnd);
    }
}
