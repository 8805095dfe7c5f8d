package org.sallyport.core.change;

import java.util.List;

/**
 * @param mark where to go on from; of the server that was asked, and of no other
 * @param kinds of which something changed, in order of their names
 */
public record Changes(long mark, List<String> kinds) {
    public Changes {
        kinds = List.copyOf(kinds);
    }
}
