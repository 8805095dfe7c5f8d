package org.sallyport.api.rest;

import java.util.List;

/** @param users those for whom something changes, by name; {@code asked} is how many were looked at */
public record AccessDiff(int asked, int nodes, List<AccessChange> users) {
    public AccessDiff {
        users = List.copyOf(users);
    }
}
