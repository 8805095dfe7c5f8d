package org.sallyport.ejb.startup;

import java.sql.SQLException;

/** A failure in one line: what it means here, and what began it. */
final class Causes {
    private Causes() {}

    /** The database driver's own words, when it said any, name the address or the account: more than what is below it. */
    static String of(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || !(told instanceof SQLException)) {
                told = cause;
            }
        }
        return told == failure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " <- " + told.getMessage();
    }
}
