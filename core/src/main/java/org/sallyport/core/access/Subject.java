package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Whose access is decided: the user, the names of the roles held and the traits that role templates read. */
public record Subject(String user, List<String> roles, Map<String, List<String>> traits) {
    public Subject {
        requireNonNull(user, "user");
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
    }
}
