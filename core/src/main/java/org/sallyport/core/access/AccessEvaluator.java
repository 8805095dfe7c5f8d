package org.sallyport.core.access;

import java.util.Collection;
import java.util.List;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Reason.Effect;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.access.Target.SessionTarget;

/**
 * The access decision: pure, the same at server, agent and command line. Nothing is allowed by default; a deny of any
 * role wins over every allow; for a login, one role must allow both the node's labels and the login. A role that the
 * subject holds but that is not known here gives nothing. One's own sessions need no rule to be watched or typed into.
 */
public final class AccessEvaluator {
    /** What the subject may do to the target, and why. Denials come with every reason, an allow with the one that sufficed. */
    public Decision decide(Subject s, Collection<Resource<RoleSpec>> knownRoles, Action a, Target t) {
        return weigh(s, knownRoles, a, t).decision();
    }

    /** The same with everything that speaks for and against it. */
    public Explanation explain(Subject s, Collection<Resource<RoleSpec>> knownRoles, Action a, Target t) {
        return weigh(s, knownRoles, a, t).explanation();
    }

    private static Weighing weigh(Subject s, Collection<Resource<RoleSpec>> knownRoles, Action a, Target t) {
        HeldRoles held = HeldRoles.of(s, knownRoles);
        return switch (t) {
            case NodeTarget node -> {
                NodeRules rules = new NodeRules(s, held, node);
                yield switch (a) {
                    case Action.ViewNode view -> rules.view();
                    case Action.SshLogin login -> rules.login(login.login());
                    case Action.SshOption option -> rules.option(option.login(), option.feature());
                    case Action.Verb verb -> mismatch();
                    case Action.JoinSession join -> mismatch();
                };
            }
            case ResourceTarget resource ->
                switch (a) {
                    case Action.Verb verb -> new ResourceRules(s, held, resource).verb(verb.verb());
                    case Action.ViewNode view -> mismatch();
                    case Action.SshLogin login -> mismatch();
                    case Action.SshOption option -> mismatch();
                    case Action.JoinSession join -> mismatch();
                };
            case SessionTarget session ->
                switch (a) {
                    case Action.JoinSession join -> new JoinRules(s, held, session).join(join.mode());
                    case Action.ViewNode view -> mismatch();
                    case Action.SshLogin login -> mismatch();
                    case Action.SshOption option -> mismatch();
                    case Action.Verb verb -> mismatch();
                };
        };
    }

    /** The options of all known roles of the subject, merged by the rules on {@link OptionMerge}. */
    public SessionOptions options(Subject s, Collection<Resource<RoleSpec>> knownRoles) {
        return OptionMerge.merge(HeldRoles.of(s, knownRoles).known());
    }

    /** Every OS account that some role allows and none denies, sorted; on which nodes is for {@link #decide}. */
    public List<String> logins(Subject s, Collection<Resource<RoleSpec>> knownRoles) {
        return LoginRules.effective(HeldRoles.of(s, knownRoles).known(), s.traits());
    }

    private static Weighing mismatch() {
        return new Weighing(
                List.of(),
                List.of(),
                List.of(new Reason("", "", Effect.NOT_MATCHED, "this action is not one for this sort of target")),
                "an action that fits the target");
    }
}
