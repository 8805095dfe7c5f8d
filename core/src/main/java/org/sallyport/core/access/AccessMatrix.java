package org.sallyport.core.access;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Target.NodeTarget;

/**
 * The decisions of {@link AccessEvaluator} for many users and nodes at once; bit {@code i} of an answer is the node at
 * {@code i} of the list. What a role says of all nodes is worked out once for all users to whom it says the same. For one
 * thread.
 */
public final class AccessMatrix {
    private final NodeIndex index;
    private final Collection<Resource<RoleSpec>> roles;
    private final Map<Key, BitSet> known = new HashMap<>();

    /** @param user whom the answer is for, empty when it is the same for everybody */
    private record Key(String role, boolean allow, String user, Map<String, List<String>> traits) {}

    public AccessMatrix(List<NodeTarget> nodes, Collection<Resource<RoleSpec>> roles) {
        this.index = new NodeIndex(nodes);
        this.roles = List.copyOf(roles);
    }

    public NodeTarget node(int at) {
        return index.node(at);
    }

    /** On which nodes {@link Action.ViewNode} is allowed. */
    public BitSet viewable(Subject subject) {
        HeldRoles held = HeldRoles.of(subject, roles);
        BitSet found = new BitSet();
        held.known().forEach(role -> found.or(allowed(role, subject)));
        held.known().forEach(role -> found.andNot(denied(role, subject)));
        return found;
    }

    /** On which nodes {@link Action.SshLogin} is allowed. */
    public BitSet reachable(Subject subject, String login) {
        return reachable(subject, HeldRoles.of(subject, roles), login);
    }

    private BitSet reachable(Subject subject, HeldRoles held, String login) {
        BitSet found = new BitSet();
        if (held.known().stream().anyMatch(role -> LoginRules.denies(role.spec().deny(), login, subject.traits()))) {
            return found;
        }
        held.known().stream()
                .filter(role -> LoginRules.allowed(role.spec().allow(), subject.traits())
                        .contains(login))
                .forEach(role -> found.or(allowed(role, subject)));
        held.known().forEach(role -> found.andNot(denied(role, subject)));
        return found;
    }

    /** Every login that is allowed somewhere, and where. */
    public Map<String, BitSet> reachable(Subject subject) {
        HeldRoles held = HeldRoles.of(subject, roles);
        Map<String, BitSet> found = new TreeMap<>();
        for (String login : LoginRules.effective(held.known(), subject.traits())) {
            BitSet where = reachable(subject, held, login);
            if (!where.isEmpty()) {
                found.put(login, where);
            }
        }
        return found;
    }

    private BitSet allowed(Resource<RoleSpec> role, Subject subject) {
        RoleConditions allow = role.spec().allow();
        return known.computeIfAbsent(key(role, true, allow, subject), any -> {
            if (allow.nodeLabelsExpression().isEmpty()) {
                return index.labels(allow.nodeLabels(), subject.traits(), false);
            }
            BitSet found = index.expression(allow.nodeLabelsExpression(), subject, false);
            if (!allow.nodeLabels().isEmpty()) {
                found.and(index.labels(allow.nodeLabels(), subject.traits(), false));
            }
            return found;
        });
    }

    private BitSet denied(Resource<RoleSpec> role, Subject subject) {
        RoleConditions deny = role.spec().deny();
        return known.computeIfAbsent(key(role, false, deny, subject), any -> {
            BitSet found = index.labels(deny.nodeLabels(), subject.traits(), true);
            if (!deny.nodeLabelsExpression().isEmpty()) {
                found.or(index.expression(deny.nodeLabelsExpression(), subject, true));
            }
            return found;
        });
    }

    private static Key key(Resource<RoleSpec> role, boolean allow, RoleConditions conditions, Subject subject) {
        boolean byUser = conditions.nodeLabelsExpression().contains("user.");
        boolean byTraits = byUser
                || conditions.nodeLabels().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(entry -> entry.contains("{{"));
        return new Key(role.name(), allow, byUser ? subject.user() : "", byTraits ? subject.traits() : Map.of());
    }
}
