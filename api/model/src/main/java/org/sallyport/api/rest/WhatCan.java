package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a user may.
 *
 * @param nodes how many there are
 * @param logins by name, each with the nodes on which it is allowed
 * @param verbs on resources of the Auth Service: verbs by kind; {@code list*} and the like where only for some of a kind
 * @param options of the roles, merged
 * @param agentless how many of the nodes have no agent
 */
public record WhatCan(
        String user,
        int nodes,
        List<AccessReach> logins,
        Map<String, List<String>> verbs,
        Map<String, String> options,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int agentless) {
    public WhatCan {
        logins = List.copyOf(logins);
        verbs = Collections.unmodifiableMap(new LinkedHashMap<>(verbs));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
