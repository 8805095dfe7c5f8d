package org.sallyport.core.sso;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** What a provider says of a person, after it was proved that the provider says so. */
public record Attested(String user, Map<String, List<String>> attributes) {
    public Attested {
        requireNonNull(user, "user");
        attributes = Map.copyOf(attributes);
    }
}
