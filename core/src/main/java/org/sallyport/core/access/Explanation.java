package org.sallyport.core.access;

import java.util.List;

/**
 * A decision with everything that spoke for and against it.
 *
 * @param reasons all of them, denials first, then what allows, then what did not match
 * @param decisive the rules without which the decision would be the other one, all of them taken away together; empty when
 *     nothing that could be taken away would change it
 */
public record Explanation(Decision decision, List<Reason> reasons, List<Reason> decisive) {
    public Explanation {
        reasons = List.copyOf(reasons);
        decisive = List.copyOf(decisive);
    }
}
