package org.sallyport.core.transparency;

import org.sallyport.api.rest.LogConsistency;
import org.sallyport.api.rest.LogEntry;
import org.sallyport.api.rest.LogHead;
import org.sallyport.api.rest.LogPage;
import org.sallyport.api.rest.LogProof;
import org.sallyport.api.rest.Page;
import org.sallyport.core.caller.Caller;

/** The transparency log, for those who may list audit events. */
public interface LogService {
    /** Not older than a second, or covering everything that was committed before. */
    LogHead head(Caller caller);

    /** That the event is in the log, under a head that covers it. Errors: NOT_FOUND. */
    LogProof event(Caller caller, String uid);

    /** That the certificate is in the log. Errors: NOT_FOUND. @param serial unsigned */
    LogProof certificate(Caller caller, String serial);

    /** Errors: INVALID_ARGUMENT unless {@code 0 < from <= to <=} the log's size. */
    LogConsistency consistency(Caller caller, long from, long to);

    /** @param limit 1 to 1000 */
    LogPage entries(Caller caller, long from, int limit);

    /** Rows of a kind that have no leaf. Errors: INVALID_ARGUMENT for another kind. @param limit 1 to 1000 */
    Page<LogEntry> unlogged(Caller caller, String kind, String cursor, int limit);
}
