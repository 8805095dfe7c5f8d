package org.sallyport.core.login;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** What a connector vouched for at login. The person has no document of their own: this is all, while the session lasts. */
public record SsoIdentity(String connector, List<String> roles, Map<String, List<String>> traits) {
    public SsoIdentity {
        requireNonNull(connector, "connector");
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
    }
}
