package org.sallyport.api.rest;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param nextCursor opaque; hand it back as {@code cursor}; empty on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {
    public Page {
        items = List.copyOf(items);
        nextCursor = nextCursor == null ? "" : nextCursor;
    }
}
