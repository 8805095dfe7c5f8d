package org.sallyport.api.rest;

import java.util.List;

/**
 * On how many nodes something is allowed.
 *
 * @param name of the user or of the login, as asked
 * @param count of nodes
 * @param examples names of up to five of them
 */
public record AccessReach(String name, int count, List<String> examples) {
    public static final int MAX_EXAMPLES = 5;

    public AccessReach {
        examples = List.copyOf(examples);
    }
}
