package org.sallyport.api.resource;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.sallyport.api.session.SessionMode;

/** What {@link SessionJoin} and {@link RequiredJoin} have in common. */
final class SessionKinds {
    static final String SSH = "ssh";
    private static final Set<String> KNOWN = Set.of(SSH, "*");

    private SessionKinds() {}

    static List<String> checked(String path, List<String> kinds) {
        List<String> checked = Specs.names(path, kinds);
        if (checked.isEmpty()) {
            return List.of(SSH);
        }
        for (String kind : checked) {
            if (!KNOWN.contains(kind)) {
                throw Specs.invalid(path + " has '" + kind + "': use ssh or *");
            }
        }
        return checked;
    }

    static List<SessionMode> modes(String path, List<SessionMode> modes) {
        if (modes == null || modes.isEmpty() || modes.stream().anyMatch(Objects::isNull)) {
            throw Specs.invalid(path + " needs at least one of observer, peer, moderator");
        }
        return modes.stream().distinct().toList();
    }
}
