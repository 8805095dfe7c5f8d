package org.sallyport.core.access;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Allow or deny, with its reasons.
 *
 * @param needed what would have allowed it, one line for a person; empty when allowed
 */
public record Decision(boolean allowed, List<Reason> reasons, String needed) {
    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** One line for messages and audit events. */
    public String explanation() {
        String why = reasons.stream().map(Reason::text).collect(Collectors.joining("; "));
        return needed.isEmpty() ? why : why + ". Needed: " + needed;
    }
}
