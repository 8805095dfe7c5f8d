package org.sallyport.api.rest;

import java.util.List;

/** An event of {@code /api/v1/changes}: that something of these kinds changed, not what. @param kinds as in roles' rules */
public record ChangedKinds(List<String> kinds) {
    public ChangedKinds {
        kinds = List.copyOf(kinds);
    }
}
