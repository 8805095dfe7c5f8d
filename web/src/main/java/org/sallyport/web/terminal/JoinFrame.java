package org.sallyport.web.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.terminal.JoinWish;

/** What an {@code open} says of joining a live session. */
final class JoinFrame {
    /** It becomes a word of a command. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private JoinFrame() {}

    /** @return empty when a shell is asked for. @throws SallyportException INVALID_ARGUMENT */
    static Optional<JoinWish> wish(JsonNode open) {
        JsonNode join = open.path("join");
        if (join.isMissingNode() || join.isNull()) {
            if (LiveSession.JOIN_LOGIN.equals(open.path("login").asText("").strip())) {
                throw Frames.malformed("the login " + LiveSession.JOIN_LOGIN + " takes a join");
            }
            return Optional.empty();
        }
        if (open.hasNonNull("login")) {
            throw Frames.malformed("who joins a session has no login");
        }
        String session = join.path("session").asText("");
        if (!ID.matcher(session).matches()) {
            throw Frames.malformed("join.session must be the id of a session");
        }
        return Optional.of(new JoinWish(session, mode(join.path("mode").asText(""))));
    }

    private static SessionMode mode(String name) {
        try {
            return SessionMode.of(name);
        } catch (IllegalArgumentException e) {
            throw Frames.malformed("join.mode must be observer, peer or moderator");
        }
    }
}
