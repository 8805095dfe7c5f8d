package org.sallyport.api.rest;

import java.util.List;

/**
 * Users who may do something.
 *
 * @param nodes how many nodes were asked about; 0 when it was another resource
 * @param users by name, without those who may nowhere; for another resource than nodes each with a count of 0
 */
public record WhoCan(String action, String resource, int nodes, List<AccessReach> users) {
    public WhoCan {
        users = List.copyOf(users);
    }
}
