package org.sallyport.core.access;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.Reason.Effect;
import org.sallyport.core.access.Target.SessionTarget;
import org.sallyport.core.expression.Globs;

/** What the roles of a subject say of joining somebody's live sessions. */
final class JoinRules {
    private static final String RULE = "join_sessions";

    private final Subject subject;
    private final HeldRoles held;
    private final SessionTarget session;

    JoinRules(Subject subject, HeldRoles held, SessionTarget session) {
        this.subject = subject;
        this.held = held;
        this.session = session;
    }

    Weighing join(SessionMode mode) {
        String what = "sessions of " + session.user() + " as " + mode.wireName();
        if (subject.user().equals(session.user()) && mode != SessionMode.MODERATOR) {
            Reason own = new Reason("", "", Effect.ALLOWED, "it is one's own session");
            return new Weighing(List.of(), List.of(List.of(own)), List.of(), "");
        }
        List<Reason> denials = new ArrayList<>();
        List<List<Reason>> grants = new ArrayList<>();
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (speaks(role.spec().deny().joinSessions(), mode)) {
                denials.add(reason(role, "deny.", Effect.DENIED, " denies joining " + what));
            }
            if (speaks(role.spec().allow().joinSessions(), mode)) {
                grants.add(List.of(reason(role, "allow.", Effect.ALLOWED, " allows joining " + what)));
            } else {
                misses.add(reason(role, "allow.", Effect.NOT_MATCHED, " does not allow joining " + what));
            }
        }
        return new Weighing(
                denials,
                grants,
                misses,
                "a role whose allow.join_sessions have the mode " + mode.wireName() + " for one of the roles "
                        + session.roles());
    }

    private boolean speaks(List<SessionJoin> policies, SessionMode mode) {
        return policies.stream()
                .anyMatch(policy -> Moderation.concernsSsh(policy.kinds())
                        && policy.modes().contains(mode)
                        && policy.roles().stream().anyMatch(this::startedWith));
    }

    private boolean startedWith(String glob) {
        Pattern wanted = Pattern.compile(Globs.regex(glob), Pattern.DOTALL);
        return session.roles().stream().anyMatch(role -> wanted.matcher(role).matches());
    }

    private static Reason reason(Resource<RoleSpec> role, String side, Effect effect, String what) {
        return new Reason(role.name(), side + RULE, effect, "role " + role.name() + what);
    }
}
