package org.sallyport.core.transparency;

/**
 * What a verification found wrong.
 *
 * @param kind {@code event}, {@code certificate}, {@code log} for the tree, {@code head} for its signed heads
 * @param id the event's uid, the certificate's serial; for the tree the leaves concerned
 * @param index in the log; -1 where none applies
 * @param what for a person
 */
public record LogFinding(String kind, String id, long index, String what) {
    static LogFinding log(String leaves, long index, String what) {
        return new LogFinding("log", leaves, index, what);
    }

    static LogFinding head(String what) {
        return new LogFinding("head", "", -1, what);
    }

    /** One line. */
    public String line() {
        return kind + (id.isEmpty() ? "" : " " + id) + (index < 0 ? "" : " (index " + index + ")") + ": " + what;
    }
}
