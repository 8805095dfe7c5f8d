package org.sallyport.core.sso;

import java.util.List;
import java.util.Map;

/** What an attested person is here. */
public record MappedLogin(String user, List<String> roles, Map<String, List<String>> traits) {
    public MappedLogin {
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
    }
}
