package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Action.Feature;
import org.sallyport.core.access.Reason.Effect;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

/**
 * The access decision: pure, the same at server, agent and command line. Nothing is allowed by default; a deny of any
 * role wins over every allow; for a login, one role must allow both the node's labels and the login. A role that the
 * subject holds but that is not known here gives nothing.
 */
public final class AccessEvaluator {
    /** What the subject may do to the target, and why. Denials come with every reason, an allow with the one that sufficed. */
    public Decision decide(Subject s, Collection<Resource<RoleSpec>> knownRoles, Action a, Target t) {
        HeldRoles held = HeldRoles.of(s, knownRoles);
        return switch (t) {
            case NodeTarget node ->
                switch (a) {
                    case Action.ViewNode view -> viewNode(s, held, node);
                    case Action.SshLogin login -> login(s, held, login.login(), node);
                    case Action.SshOption option -> option(s, held, option, node);
                    case Action.Verb verb -> mismatch();
                };
            case ResourceTarget resource ->
                switch (a) {
                    case Action.Verb verb -> verb(held, verb.verb(), resource);
                    case Action.ViewNode view -> mismatch();
                    case Action.SshLogin login -> mismatch();
                    case Action.SshOption option -> mismatch();
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

    private static Decision mismatch() {
        return new Decision(
                false,
                List.of(new Reason("", "", Effect.NOT_MATCHED, "this action is not one for this sort of target")),
                "an action that fits the target");
    }

    private static Decision viewNode(Subject s, HeldRoles held, NodeTarget node) {
        List<Reason> denials = labelDenials(s, held, node);
        if (!denials.isEmpty()) {
            return denied(denials);
        }
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (labelsMatch(role.spec().allow(), node, s.traits(), false)) {
                return new Decision(true, List.of(labelsAllowed(role, node)), "");
            }
            misses.add(labelsMissed(role, node));
        }
        return notAllowed(misses, "a role whose allow.node_labels match node " + node.name());
    }

    private static Decision login(Subject s, HeldRoles held, String login, NodeTarget node) {
        List<Reason> denials = new ArrayList<>(labelDenials(s, held, node));
        for (Resource<RoleSpec> role : held.known()) {
            if (LoginRules.denies(role.spec().deny(), login, s.traits())) {
                denials.add(new Reason(
                        role.name(),
                        "deny.logins",
                        Effect.DENIED,
                        "role " + role.name() + " denies the login " + login));
            }
        }
        if (!denials.isEmpty()) {
            return denied(denials);
        }
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            List<String> logins = LoginRules.allowed(role.spec().allow(), s.traits());
            if (!labelsMatch(role.spec().allow(), node, s.traits(), false)) {
                misses.add(labelsMissed(role, node));
            } else if (!logins.contains(login)) {
                misses.add(new Reason(
                        role.name(),
                        "allow.logins",
                        Effect.NOT_MATCHED,
                        "role " + role.name() + " allows logins " + logins + ", not " + login));
            } else {
                Reason byLogin = new Reason(
                        role.name(),
                        "allow.logins",
                        Effect.ALLOWED,
                        "role " + role.name() + " allows the login " + login);
                return new Decision(true, List.of(labelsAllowed(role, node), byLogin), "");
            }
        }
        return notAllowed(
                misses,
                "one role whose allow.node_labels match node " + node.name() + " and whose allow.logins have " + login);
    }

    private static Decision option(Subject s, HeldRoles held, Action.SshOption option, NodeTarget node) {
        Decision login = login(s, held, option.login(), node);
        if (!login.allowed()) {
            return login;
        }
        SessionOptions merged = OptionMerge.merge(held.known());
        return switch (option.feature()) {
            case PTY -> feature(login, merged.permitPty(), Feature.PTY, "permit_pty");
            case FILE_COPY -> feature(login, merged.sshFileCopy(), Feature.FILE_COPY, "ssh_file_copy");
            case PORT_FORWARDING -> feature(login, merged.portForwarding(), Feature.PORT_FORWARDING, "port_forwarding");
            case AGENT_FORWARDING -> feature(login, merged.forwardAgent(), Feature.AGENT_FORWARDING, "forward_agent");
        };
    }

    private static Decision feature(Decision login, boolean permitted, Feature feature, String name) {
        String rule = "options." + name;
        if (permitted) {
            List<Reason> reasons = new ArrayList<>(login.reasons());
            reasons.add(new Reason("", rule, Effect.ALLOWED, "the roles' merged option " + name + " is true"));
            return new Decision(true, reasons, "");
        }
        String needed =
                switch (feature) {
                    case PTY, FILE_COPY -> "no role with " + rule + ": false";
                    case PORT_FORWARDING, AGENT_FORWARDING -> "a role with " + rule + ": true";
                };
        return new Decision(
                false,
                List.of(new Reason("", rule, Effect.DENIED, "the roles' merged option " + name + " is false")),
                needed);
    }

    private static Decision verb(HeldRoles held, String verb, ResourceTarget target) {
        List<Reason> denials = new ArrayList<>();
        for (Resource<RoleSpec> role : held.known()) {
            if (covers(role.spec().deny().rules(), verb, target.kind())) {
                denials.add(new Reason(
                        role.name(),
                        "deny.rules",
                        Effect.DENIED,
                        "role " + role.name() + " denies " + verb + " on " + target.kind()));
            }
        }
        if (!denials.isEmpty()) {
            return denied(denials);
        }
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (covers(role.spec().allow().rules(), verb, target.kind())) {
                String text = "role " + role.name() + " allows " + verb + " on " + target.kind();
                return new Decision(true, List.of(new Reason(role.name(), "allow.rules", Effect.ALLOWED, text)), "");
            }
            misses.add(new Reason(
                    role.name(),
                    "allow.rules",
                    Effect.NOT_MATCHED,
                    "role " + role.name() + " does not allow " + verb + " on " + target.kind()));
        }
        return notAllowed(misses, "a role with a rule for " + verb + " on " + target.kind());
    }

    private static boolean covers(List<RoleRule> rules, String verb, String kind) {
        return rules.stream()
                .anyMatch(rule ->
                        (rule.resources().contains(kind) || rule.resources().contains("*"))
                                && (rule.verbs().contains(verb) || rule.verbs().contains("*")));
    }

    private static List<Reason> labelDenials(Subject s, HeldRoles held, NodeTarget node) {
        return held.known().stream()
                .filter(role -> labelsMatch(role.spec().deny(), node, s.traits(), true))
                .map(role -> new Reason(
                        role.name(),
                        "deny.node_labels",
                        Effect.DENIED,
                        "role " + role.name() + " denies nodes with the labels of " + node.name()))
                .toList();
    }

    private static boolean labelsMatch(
            RoleConditions conditions, NodeTarget node, Map<String, List<String>> traits, boolean unreadable) {
        return LabelMatcher.matches(conditions.nodeLabels(), node.labels(), traits, unreadable);
    }

    private static Reason labelsAllowed(Resource<RoleSpec> role, NodeTarget node) {
        return new Reason(
                role.name(),
                "allow.node_labels",
                Effect.ALLOWED,
                "role " + role.name() + " allows nodes with the labels of " + node.name());
    }

    private static Reason labelsMissed(Resource<RoleSpec> role, NodeTarget node) {
        return new Reason(
                role.name(),
                "allow.node_labels",
                Effect.NOT_MATCHED,
                "role " + role.name() + " does not allow nodes with the labels of " + node.name());
    }

    private static Decision denied(List<Reason> denials) {
        return new Decision(false, denials, "that no role denies it: a deny wins over every allow");
    }

    private static Decision notAllowed(List<Reason> misses, String needed) {
        List<Reason> reasons = misses.isEmpty()
                ? List.of(new Reason("", "", Effect.NOT_MATCHED, "no role is held, and nothing is allowed by default"))
                : misses;
        return new Decision(false, reasons, needed);
    }
}
