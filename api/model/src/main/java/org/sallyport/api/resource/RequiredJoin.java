package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.sallyport.api.session.SessionMode;

/**
 * Who has to be in the sessions of a role's holder. One policy of a role that is met suffices for the role; every role
 * with such policies must be met.
 *
 * @param name for messages; may be empty
 * @param filter an expression over {@code user}, the one who joined (docs/guides/roles.md)
 * @param kinds of sessions: {@code ssh} (also when none is given) or {@code *}
 * @param modes the ways of taking part that count
 * @param count how many people, the starter not counted; at least 1, which is the default
 * @param onLeave what happens when they are no longer enough; the default is to terminate
 */
public record RequiredJoin(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
        String filter,
        List<String> kinds,
        List<SessionMode> modes,
        Integer count,
        OnLeave onLeave) {
    static final String PATH = "require_session_join";
    private static final int MOST = 100;

    public RequiredJoin {
        name = Specs.line(PATH + ".name", name);
        filter = Specs.expression(PATH + ".filter", filter);
        if (filter.isEmpty()) {
            throw Specs.invalid(PATH + ".filter must say who counts; write true for everybody");
        }
        kinds = SessionKinds.checked(PATH + ".kinds", kinds);
        modes = SessionKinds.modes(PATH + ".modes", modes);
        count = count == null ? 1 : count;
        if (count < 1 || count > MOST) {
            throw Specs.invalid(PATH + ".count must be between 1 and " + MOST);
        }
        onLeave = onLeave == null ? OnLeave.TERMINATE : onLeave;
    }
}
