package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What a change of roles or users gives to a user and takes away.
 *
 * @param gained logins with the nodes that are new
 * @param lost logins with the nodes that go
 * @param verbsGained as {@code read role}
 * @param options those that change, as {@code max_session_ttl: 12h -> 8h}
 */
public record AccessChange(
        String user,
        List<AccessReach> gained,
        List<AccessReach> lost,
        List<String> verbsGained,
        List<String> verbsLost,
        List<String> options) {
    public AccessChange {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
        verbsGained = List.copyOf(verbsGained);
        verbsLost = List.copyOf(verbsLost);
        options = List.copyOf(options);
    }

    @JsonIgnore
    public boolean isNothing() {
        return gained.isEmpty() && lost.isEmpty() && verbsGained.isEmpty() && verbsLost.isEmpty() && options.isEmpty();
    }
}
