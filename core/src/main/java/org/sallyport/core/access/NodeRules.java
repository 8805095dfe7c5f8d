package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Reason.Effect;
import org.sallyport.core.access.Target.NodeTarget;

/** What the roles of a subject say of a node. */
final class NodeRules {
    private final Subject subject;
    private final HeldRoles held;
    private final NodeTarget node;

    NodeRules(Subject subject, HeldRoles held, NodeTarget node) {
        this.subject = subject;
        this.held = held;
        this.node = node;
    }

    Weighing view() {
        List<List<Reason>> grants = new ArrayList<>();
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (NodeMatch.allows(role.spec().allow(), subject, node)) {
                grants.add(List.of(labelsAllowed(role)));
            } else {
                misses.add(labelsMissed(role));
            }
        }
        return new Weighing(labelDenials(), grants, misses, "a role whose allow.node_labels match node " + node.name());
    }

    Weighing login(String login) {
        List<Reason> denials = new ArrayList<>(labelDenials());
        List<List<Reason>> grants = new ArrayList<>();
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (LoginRules.denies(role.spec().deny(), login, subject.traits())) {
                denials.add(reason(role, "deny.logins", Effect.DENIED, "denies the login " + login));
            }
            List<String> logins = LoginRules.allowed(role.spec().allow(), subject.traits());
            if (!NodeMatch.allows(role.spec().allow(), subject, node)) {
                misses.add(labelsMissed(role));
            } else if (!logins.contains(login)) {
                misses.add(
                        reason(role, "allow.logins", Effect.NOT_MATCHED, "allows logins " + logins + ", not " + login));
            } else {
                grants.add(List.of(
                        labelsAllowed(role),
                        reason(role, "allow.logins", Effect.ALLOWED, "allows the login " + login)));
            }
        }
        return new Weighing(
                denials,
                grants,
                misses,
                "one role whose allow.node_labels match node " + node.name() + " and whose allow.logins have " + login);
    }

    Weighing option(String login, Action.Feature feature) {
        Weighing byLogin = login(login);
        return switch (feature) {
            case PTY -> option(byLogin, SessionOptions::permitPty, "permit_pty", RoleOptions::permitPty);
            case FILE_COPY -> option(byLogin, SessionOptions::sshFileCopy, "ssh_file_copy", RoleOptions::sshFileCopy);
            case PORT_FORWARDING ->
                option(byLogin, SessionOptions::portForwarding, "port_forwarding", RoleOptions::portForwarding);
            case AGENT_FORWARDING ->
                option(byLogin, SessionOptions::forwardAgent, "forward_agent", RoleOptions::forwardAgent);
        };
    }

    /** Off by a role's word is a denial that ends with the word; off by default only another role's word changes. */
    private Weighing option(
            Weighing login,
            Predicate<SessionOptions> on,
            String name,
            Function<RoleOptions, Optional<Boolean>> option) {
        String rule = "options." + name;
        if (on.test(OptionMerge.merge(held.known()))) {
            Reason permitted = new Reason("", rule, Effect.ALLOWED, "the roles' merged option " + name + " is true");
            List<List<Reason>> grants = login.grants().stream()
                    .map(grant ->
                            Stream.concat(grant.stream(), Stream.of(permitted)).toList())
                    .toList();
            return new Weighing(login.denials(), grants, login.misses(), login.needed());
        }
        if (!on.test(OptionMerge.merge(List.of()))) {
            List<Reason> misses = new ArrayList<>(login.misses());
            misses.add(new Reason("", rule, Effect.NOT_MATCHED, name + " is false: no role sets " + rule + " to true"));
            String needed = login.grants().isEmpty() ? login.needed() : "a role with " + rule + ": true";
            return new Weighing(login.denials(), List.of(), misses, needed);
        }
        List<Reason> denials = new ArrayList<>(login.denials());
        held.known().stream()
                .filter(role -> option.apply(role.spec().options()).equals(Optional.of(false)))
                .forEach(role -> denials.add(reason(role, rule, Effect.DENIED, "sets " + rule + " to false")));
        return new Weighing(denials, login.grants(), login.misses(), login.needed());
    }

    private List<Reason> labelDenials() {
        List<Reason> denials = new ArrayList<>();
        for (Resource<RoleSpec> role : held.known()) {
            for (String field : NodeMatch.denying(role.spec().deny(), subject, node)) {
                denials.add(
                        reason(role, "deny." + field, Effect.DENIED, "denies nodes with the labels of " + node.name()));
            }
        }
        return denials;
    }

    private Reason labelsAllowed(Resource<RoleSpec> role) {
        return reason(
                role,
                "allow." + NodeMatch.rule(role.spec().allow()),
                Effect.ALLOWED,
                "allows nodes with the labels of " + node.name());
    }

    private Reason labelsMissed(Resource<RoleSpec> role) {
        return reason(
                role,
                "allow." + NodeMatch.rule(role.spec().allow()),
                Effect.NOT_MATCHED,
                "does not allow nodes with the labels of " + node.name());
    }

    private static Reason reason(Resource<RoleSpec> role, String rule, Effect effect, String what) {
        return new Reason(role.name(), rule, effect, "role " + role.name() + " " + what);
    }
}
