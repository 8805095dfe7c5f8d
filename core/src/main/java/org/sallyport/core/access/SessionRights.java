package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.SessionMode;

/** What somebody's roles say of live sessions, by the names that roles use, for people. */
final class SessionRights {
    private SessionRights() {}

    static Map<String, String> described(Subject subject, HeldRoles held) {
        List<String> joins = new ArrayList<>();
        for (Resource<RoleSpec> role : held.known()) {
            role.spec().allow().joinSessions().forEach(policy -> joins.add(text(policy)));
        }
        for (Resource<RoleSpec> role : held.known()) {
            role.spec().deny().joinSessions().forEach(policy -> joins.add("not " + text(policy)));
        }
        Moderation moderation = Moderation.of(subject, held.known());
        Map<String, String> described = new LinkedHashMap<>();
        described.put("join_sessions", joins.isEmpty() ? "only one's own" : String.join("; ", joins));
        described.put(
                "require_session_join",
                moderation.required() ? moderation.judge(List.of()).needs() : "nobody");
        return described;
    }

    private static String text(SessionJoin policy) {
        return "of " + String.join(", ", policy.roles()) + " as "
                + policy.modes().stream().map(SessionMode::wireName).collect(Collectors.joining(", "));
    }
}
