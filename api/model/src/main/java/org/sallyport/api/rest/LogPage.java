package org.sallyport.api.rest;

import java.util.List;

/** Consecutive leaves of the transparency log, and those stored subtrees that end among them. */
public record LogPage(List<LogEntry> entries, List<LogSubtree> subtrees) {
    public LogPage {
        entries = List.copyOf(entries);
        subtrees = List.copyOf(subtrees);
    }
}
