package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.sallyport.api.session.SessionMode;

/**
 * Which live sessions of others somebody may (or, on the deny side, may not) join.
 *
 * @param name for reasons and messages; may be empty
 * @param roles names or globs: sessions started by somebody who holds a role that matches one of them
 * @param kinds of sessions: {@code ssh} (also when none is given) or {@code *}
 */
public record SessionJoin(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
        List<String> roles,
        List<String> kinds,
        List<SessionMode> modes) {
    static final String PATH = "join_sessions";

    public SessionJoin {
        name = Specs.line(PATH + ".name", name);
        roles = Specs.nonEmptyNames(PATH + ".roles", roles);
        kinds = SessionKinds.checked(PATH + ".kinds", kinds);
        modes = SessionKinds.modes(PATH + ".modes", modes);
    }
}
