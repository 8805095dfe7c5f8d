package org.sallyport.core.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;

/** {@link GrantRule} for live sessions: nobody gives a right to join that he lacks, or sessions freer than his own. */
final class JoinGrants {
    private static final String ANY = "*";

    private JoinGrants() {}

    /** @return what this role gives and the holder of the others lacks; empty for nothing */
    static Optional<String> lacks(Collection<Resource<RoleSpec>> own, Resource<RoleSpec> given) {
        String role = "role " + given.name();
        for (SessionJoin wanted : given.spec().allow().joinSessions()) {
            if (own.stream()
                    .flatMap(held -> held.spec().allow().joinSessions().stream())
                    .noneMatch(held -> covers(held, wanted))) {
                return Optional.of(role + " allows joining sessions of " + wanted.roles() + ", which you lack");
            }
        }
        return own.stream().allMatch(held -> asStrict(demands(Optional.of(held)), demands(Optional.of(given))))
                ? Optional.empty()
                : Optional.of(role + " does not want others in sessions as your roles do");
    }

    static List<RequiredJoin> demands(Optional<Resource<RoleSpec>> role) {
        return role.map(known -> known.spec().allow().requireSessionJoin()).orElse(List.of());
    }

    /** Policies of one role are alternatives: fewer of them are stricter, none at all is not. */
    private static boolean asStrict(List<RequiredJoin> own, List<RequiredJoin> given) {
        return own.isEmpty() || (!given.isEmpty() && own.containsAll(given));
    }

    private static boolean covers(SessionJoin own, SessionJoin wanted) {
        return covers(own.roles(), wanted.roles())
                && covers(own.kinds(), wanted.kinds())
                && own.modes().containsAll(wanted.modes());
    }

    private static boolean covers(List<String> own, List<String> wanted) {
        return own.contains(ANY) || own.containsAll(wanted);
    }
}
