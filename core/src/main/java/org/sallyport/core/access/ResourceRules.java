package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Reason.Effect;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.expression.Expression;

/** What the roles of a subject say of a resource of the Auth Service. */
final class ResourceRules {
    private static final String LIST = "list";

    private final Subject subject;
    private final HeldRoles held;
    private final ResourceTarget target;

    ResourceRules(Subject subject, HeldRoles held, ResourceTarget target) {
        this.subject = subject;
        this.held = held;
        this.target = target;
    }

    Weighing verb(String verb) {
        String what = verb + " on " + target.kind();
        List<Reason> denials = new ArrayList<>();
        List<List<Reason>> grants = new ArrayList<>();
        List<Reason> misses = new ArrayList<>(held.unknownReasons());
        for (Resource<RoleSpec> role : held.known()) {
            if (role.spec().deny().rules().stream()
                    .anyMatch(rule -> rule.covers(target.kind(), verb) && denies(rule))) {
                denials.add(new Reason(
                        role.name(), "deny.rules", Effect.DENIED, "role " + role.name() + " denies " + what));
            }
            List<RoleRule> covering = role.spec().allow().rules().stream()
                    .filter(rule -> rule.covers(target.kind(), verb))
                    .toList();
            if (covering.stream().anyMatch(rule -> allows(rule, verb))) {
                grants.add(List.of(new Reason(
                        role.name(), "allow.rules", Effect.ALLOWED, "role " + role.name() + " allows " + what)));
            } else {
                misses.add(missed(role, what, covering));
            }
        }
        return new Weighing(denials, grants, misses, "a role with a rule for " + what);
    }

    private static Reason missed(Resource<RoleSpec> role, String what, List<RoleRule> covering) {
        String text = covering.isEmpty()
                ? "role " + role.name() + " does not allow " + what
                : "role " + role.name() + " allows " + what + " only where "
                        + covering.getFirst().where();
        return new Reason(role.name(), "allow.rules", Effect.NOT_MATCHED, text);
    }

    /** Who may list some of a kind may ask for the list, and gets those. */
    private boolean allows(RoleRule rule, String verb) {
        if (rule.where().isEmpty()) {
            return true;
        }
        return isStored() && (target.name().isEmpty() ? verb.equals(LIST) : holds(rule, false));
    }

    private boolean denies(RoleRule rule) {
        if (rule.where().isEmpty() || !isStored()) {
            return true;
        }
        return !target.name().isEmpty() && holds(rule, true);
    }

    /** Only lists of these are gone through one by one. */
    private boolean isStored() {
        return canNarrow(target.kind());
    }

    /** Whether a rule's {@code where} is of use for this kind. */
    static boolean canNarrow(String kind) {
        return ResourceKind.ofWireName(kind).isPresent() || kind.equals(ResourceTarget.RECORDING);
    }

    private boolean holds(RoleRule rule, boolean unreadable) {
        try {
            return Expression.condition(rule.where(), Words.of(rule)).holds(Words.of(subject, target));
        } catch (SallyportException e) {
            return unreadable;
        }
    }
}
