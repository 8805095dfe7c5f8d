package org.sallyport.api.rest;

import java.util.List;

/**
 * A {@link Page} of live sessions.
 *
 * @param untold how many more there are at nodes that have too many to tell of all (500 and 256 KiB each, the newest are
 *     told); 0 for callers who may not list all
 */
public record LiveSessionPage(List<LiveSessionView> items, String nextCursor, int untold) {
    public LiveSessionPage {
        items = List.copyOf(items);
        nextCursor = nextCursor == null ? "" : nextCursor;
    }
}
