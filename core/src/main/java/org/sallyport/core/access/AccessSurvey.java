package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.rest.AccessReach;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.access.Target.ResourceTarget;

/** What many users may on many nodes, at one state of the roles. Decides as {@link AccessEvaluator} does. */
public final class AccessSurvey {
    /** Kinds in rules that are no stored resources. */
    private static final List<String> OTHER_KINDS = List.of(
            "node", "event", ResourceTarget.LIVE_SESSION, ResourceTarget.RECORDING, "certificate", "cert_authority");

    private final AccessEvaluator evaluator = new AccessEvaluator();
    private final Collection<Resource<RoleSpec>> roles;
    private final AccessMatrix matrix;

    public AccessSurvey(List<NodeTarget> nodes, Collection<Resource<RoleSpec>> roles) {
        this.roles = List.copyOf(roles);
        this.matrix = new AccessMatrix(nodes, roles);
    }

    /** @param action {@link Action.ViewNode}, {@link Action.SshLogin} or {@link Action.SshOption} */
    public BitSet nodes(Subject subject, Action action) {
        return switch (action) {
            case Action.ViewNode view -> matrix.viewable(subject);
            case Action.SshLogin login -> matrix.reachable(subject, login.login());
            case Action.SshOption option -> {
                BitSet byLogin = matrix.reachable(subject, option.login());
                // an option is the same on all nodes
                int first = byLogin.nextSetBit(0);
                yield first < 0
                                || evaluator
                                        .decide(subject, roles, option, matrix.node(first))
                                        .allowed()
                        ? byLogin
                        : new BitSet();
            }
            case Action.Verb verb -> new BitSet();
            case Action.JoinSession join -> new BitSet();
        };
    }

    public AccessReach reach(String name, BitSet nodes) {
        List<String> examples = nodes.stream()
                .limit(AccessReach.MAX_EXAMPLES)
                .mapToObj(at -> matrix.node(at).name())
                .toList();
        return new AccessReach(name, nodes.cardinality(), examples);
    }

    public Map<String, BitSet> logins(Subject subject) {
        return matrix.reachable(subject);
    }

    /** Verbs by kind; with a star where a rule's {@code where} leaves only some of the kind. */
    public Map<String, List<String>> verbs(Subject subject) {
        HeldRoles held = HeldRoles.of(subject, roles);
        TreeSet<String> kinds = new TreeSet<>(OTHER_KINDS);
        for (ResourceKind kind : ResourceKind.values()) {
            kinds.add(kind.wireName());
        }
        Map<String, List<String>> found = new TreeMap<>();
        for (String kind : kinds) {
            List<String> verbs = RoleRule.VERBS.stream()
                    .filter(verb -> !verb.equals("*"))
                    .sorted()
                    .flatMap(verb -> verb(subject, held, verb, kind).stream())
                    .toList();
            if (!verbs.isEmpty()) {
                found.put(kind, verbs);
            }
        }
        return found;
    }

    private List<String> verb(Subject subject, HeldRoles held, String verb, String kind) {
        boolean conditional = held.known().stream()
                .flatMap(role -> List.of(role.spec().allow(), role.spec().deny()).stream())
                .flatMap(side -> side.rules().stream())
                .anyMatch(rule -> rule.covers(kind, verb) && !rule.where().isEmpty());
        if (conditional) {
            return List.of(verb + "*");
        }
        boolean allowed = evaluator
                .decide(subject, roles, new Action.Verb(verb), new ResourceTarget(kind, ""))
                .allowed();
        return allowed ? List.of(verb) : List.of();
    }

    /** With what is said of live sessions. */
    public Map<String, String> options(Subject subject) {
        Map<String, String> all =
                new LinkedHashMap<>(evaluator.options(subject, roles).described());
        all.putAll(SessionRights.described(subject, HeldRoles.of(subject, roles)));
        return all;
    }

    /** What another state of the roles, with perhaps other users, gives and takes; both surveys are of the same nodes. */
    public List<AccessReach> beyond(AccessSurvey other, Subject here, Subject there) {
        Map<String, BitSet> others = other.logins(there);
        List<AccessReach> more = new ArrayList<>();
        logins(here).forEach((login, nodes) -> {
            BitSet gained = (BitSet) nodes.clone();
            gained.andNot(others.getOrDefault(login, new BitSet()));
            if (!gained.isEmpty()) {
                more.add(reach(login, gained));
            }
        });
        return more;
    }
}
