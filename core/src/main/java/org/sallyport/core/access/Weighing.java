package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything in the subject's roles that speaks for and against, before it is decided.
 *
 * @param denials every rule that denies; one is enough
 * @param grants per role that would suffice alone, the rules that make it so
 * @param misses why the other roles do not suffice
 * @param needed what would have to be added when there is no grant
 */
record Weighing(List<Reason> denials, List<List<Reason>> grants, List<Reason> misses, String needed) {
    Weighing {
        denials = List.copyOf(denials);
        grants = List.copyOf(grants);
        misses = List.copyOf(misses);
    }

    Decision decision() {
        if (!denials.isEmpty()) {
            return new Decision(false, denials, "that no role denies it: a deny wins over every allow");
        }
        if (!grants.isEmpty()) {
            return new Decision(true, grants.getFirst(), "");
        }
        List<Reason> reasons = misses.isEmpty()
                ? List.of(new Reason(
                        "", "", Reason.Effect.NOT_MATCHED, "no role is held, and nothing is allowed by default"))
                : misses;
        return new Decision(false, reasons, needed);
    }

    Explanation explanation() {
        List<Reason> all = new ArrayList<>(denials);
        grants.forEach(all::addAll);
        all.addAll(misses);
        return new Explanation(decision(), all, decisive());
    }

    /** With all of these rules taken away, and not with fewer, the decision would be the other one. */
    private List<Reason> decisive() {
        if (grants.isEmpty()) {
            return List.of();
        }
        return denials.isEmpty() ? grants.stream().map(List::getFirst).toList() : denials;
    }
}
