package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Whether a user may, and why.
 *
 * @param action as asked, e.g. {@code login:root}
 * @param resource as asked, e.g. {@code node/web1}
 * @param reasons everything that spoke for and against
 * @param decisive the rules without which the answer would be the other one, all of them taken away together; empty when
 *     taking rules away would not change it
 * @param needed what would have allowed it; empty when allowed
 * @param agentless whether it is about a node without an agent
 */
public record AccessExplanation(
        boolean allowed,
        String user,
        String action,
        String resource,
        List<AccessReason> reasons,
        List<AccessReason> decisive,
        String needed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean agentless) {
    public AccessExplanation {
        reasons = List.copyOf(reasons);
        decisive = List.copyOf(decisive);
    }
}
