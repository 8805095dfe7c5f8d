package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.expression.Expression;

/**
 * Who has to be in somebody's session, by {@code require_session_join} of the starter's roles: one policy of a role
 * suffices for the role, and every role that has any must be met. Pure and immutable.
 */
public final class Moderation {
    private static final Set<String> SSH = Set.of("ssh", "*");

    private final String starter;
    private final List<Demand> demands;

    /** What one role wants. */
    private record Demand(String role, List<RequiredJoin> policies) {}

    /** Somebody who takes part. */
    public record Present(Subject subject, SessionMode mode) {
        public Present {
            requireNonNull(subject, "subject");
            requireNonNull(mode, "mode");
        }
    }

    /**
     * How a session stands.
     *
     * @param met whether it may run
     * @param terminates whether a session that ran must end; else it pauses. False when {@code met}
     * @param needs who is missing, for people; empty when {@code met}
     */
    public record Verdict(boolean met, boolean terminates, String needs) {}

    private Moderation(String starter, List<Demand> demands) {
        this.starter = starter;
        this.demands = List.copyOf(demands);
    }

    /** Of SSH sessions. A role that is held and not known here wants nothing, as it gives nothing. */
    public static Moderation of(Subject starter, Collection<Resource<RoleSpec>> knownRoles) {
        List<Demand> demands = new ArrayList<>();
        for (Resource<RoleSpec> role : HeldRoles.of(starter, knownRoles).known()) {
            List<RequiredJoin> policies = role.spec().allow().requireSessionJoin().stream()
                    .filter(policy -> concernsSsh(policy.kinds()))
                    .toList();
            if (!policies.isEmpty()) {
                demands.add(new Demand(role.name(), policies));
            }
        }
        return new Moderation(starter.user(), demands);
    }

    static boolean concernsSsh(List<String> kinds) {
        return kinds.stream().anyMatch(SSH::contains);
    }

    /** Whether anybody is wanted at all. */
    public boolean required() {
        return !demands.isEmpty();
    }

    /** The roles that want somebody. */
    public List<String> roles() {
        return demands.stream().map(Demand::role).toList();
    }

    /** The starter among the present never counts, and nobody counts twice. */
    public Verdict judge(Collection<Present> present) {
        List<Demand> unmet = demands.stream()
                .filter(demand -> demand.policies().stream().noneMatch(policy -> missing(policy, present) == 0))
                .toList();
        boolean terminates = unmet.stream().anyMatch(demand -> demand.policies().stream()
                .allMatch(policy -> policy.onLeave() == OnLeave.TERMINATE));
        String needs = unmet.stream().map(demand -> needs(demand, present)).collect(Collectors.joining("; and "));
        return new Verdict(unmet.isEmpty(), terminates, needs);
    }

    private String needs(Demand demand, Collection<Present> present) {
        return "role " + demand.role() + " wants "
                + demand.policies().stream()
                        .map(policy -> needs(policy, missing(policy, present)))
                        .collect(Collectors.joining(", or "));
    }

    private static String needs(RequiredJoin policy, int missing) {
        String modes = policy.modes().stream().map(SessionMode::wireName).collect(Collectors.joining(" or "));
        String who = policy.name().isEmpty() ? policy.filter() : policy.name();
        return missing + " more as " + modes + " (" + who + ")";
    }

    private int missing(RequiredJoin policy, Collection<Present> present) {
        Set<String> counted = new HashSet<>();
        for (Present each : present) {
            String user = each.subject().user();
            if (!user.equals(starter) && policy.modes().contains(each.mode()) && matches(policy, each.subject())) {
                counted.add(user);
            }
        }
        return Math.max(0, policy.count() - counted.size());
    }

    /** A filter that this version cannot read lets nobody count. */
    private static boolean matches(RequiredJoin policy, Subject subject) {
        try {
            return Expression.condition(policy.filter(), Words.PARTICIPANT).holds(Words.of(subject));
        } catch (SallyportException e) {
            return false;
        }
    }
}
