package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Users who may do something.
 *
 * @param nodes how many nodes were asked about; 0 when it was another resource
 * @param users by name, without those who may nowhere; for another resource than nodes each with a count of 0
 * @param agentless how many of the nodes have no agent
 */
public record WhoCan(
        String action,
        String resource,
        int nodes,
        List<AccessReach> users,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int agentless) {
    public WhoCan {
        users = List.copyOf(users);
    }
}
